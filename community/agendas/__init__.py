"""What calls are about: proposals, votes, agendas in their order, editions, templates."""
