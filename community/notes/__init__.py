"""What is said about a call: threads of notes, questions, decisions and actions."""
