"""Reports, cases, rulings and appeals: what is done when the code of conduct is not kept."""
