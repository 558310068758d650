"""Who the people are: members, sign-in, sessions, roles, profile, the community's settings."""
