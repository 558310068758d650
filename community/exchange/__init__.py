"""A whole series as files: taken along as a ZIP, and brought in again somewhere else."""
