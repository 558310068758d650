"""Who gets in where patterns are gathered. The owner has made the collection that is asked for."""

from tests.architecture.roles import EVERYONE, MEMBERS, OWNER

COLLECTION_ROUTES: dict[str, frozenset[str]] = {
    "GET patterns.list_collections": EVERYONE,
    "GET patterns.show_collection": EVERYONE,
    "GET patterns.show_collection_markdown": EVERYONE,
    "GET patterns.show_collection_data": EVERYONE,
    "GET patterns.show_collection_schema": EVERYONE,
    "GET patterns.show_picture": EVERYONE,
    "GET patterns.show_card": EVERYONE,
    "GET patterns.list_cards": EVERYONE,
    "GET patterns.new_collection": MEMBERS,
    "POST patterns.begin_collection": MEMBERS,
    "GET patterns.choose_collection": MEMBERS,
    "POST patterns.collect_pattern": MEMBERS,
    "GET patterns.edit_collection": OWNER,
    "POST patterns.change_collection": OWNER,
    "POST patterns.remove_collection": OWNER,
    "POST patterns.restore_collection": OWNER,
    "POST patterns.put_in_collection": OWNER,
    "POST patterns.order_collection": OWNER,
    "POST patterns.place_entry": OWNER,
    "GET patterns.edit_entry": OWNER,
    "POST patterns.change_entry": OWNER,
    "GET patterns.show_removal": OWNER,
    "POST patterns.take_out_of_collection": OWNER,
    "POST patterns.put_entry_back": OWNER,
}
