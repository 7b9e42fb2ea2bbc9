"""Reference sets are made, filled one by one and in bulk, and removed."""

SETS, ENTRIES = "/reference_data_collections/sets", "/reference_data_collections/set_entries"
TASKS = "/reference_data_collections/set_bulk_update_tasks"


def test_a_set_is_filled_and_each_value_is_there_once(model):
    made = model.post(SETS, {"name": "users", "entry_type": "ALNIC"})
    assert model.call("POST", SETS, 409, body={"name": "users", "entry_type": "ALN"})["code"] == 10006
    model.call("POST", SETS, 422, body={"name": " ", "entry_type": "ALN"})
    first = model.post(ENTRIES, {"collection_id": made["id"], "value": "a"})
    assert model.post(ENTRIES, {"collection_id": made["id"], "value": "a"})["id"] == first["id"]
    model.call("POST", ENTRIES, 422, body={"collection_id": 99, "value": "a"})
    assert model.get(f"{SETS}/{made['id']}")["number_of_entries"] == 1
    assert model.post(f"{ENTRIES}/{first['id']}", {"notes": "n"})["notes"] == "n"
    model.call("DELETE", f"{ENTRIES}/{first['id']}")
    assert model.get(ENTRIES) == []
    assert model.get(f"{SETS}/{made['id']}")["number_of_entries"] == 0


def test_a_set_is_filled_in_bulk_by_a_task(model):
    number = model.post(SETS, {"name": "users", "entry_type": "ALN"})["id"]
    body = [{"collection_id": number, "value": str(each)} for each in range(1000)]
    task = model.call("PATCH", ENTRIES, body=[*body, {"collection_id": 99, "value": "x"}])
    model.call("GET", f"{TASKS}/{task['id']}/results", 404)
    model.clock.now += 5000
    assert model.get(f"{TASKS}/{task['id']}")["status"] == "COMPLETED"
    results = model.get(f"{TASKS}/{task['id']}/results")
    assert (results["status"], results["successful_responses"]) == ("PARTIAL_UPDATE_PERFORMED", 1000)
    assert len(model.get(ENTRIES, filter=f"collection_id={number}")) == 1000
    model.call("PATCH", ENTRIES, body=[{"collection_id": number, "value": "5", "delete_entry": True}])
    model.clock.now += 5000
    assert model.get(f"{SETS}/{number}")["number_of_entries"] == 999


def test_a_set_is_changed_and_removed_with_its_entries(model):
    number = model.post(SETS, {"name": "users", "entry_type": "ALN"})["id"]
    model.post(ENTRIES, {"collection_id": number, "value": "a"})
    assert model.post(f"{SETS}/{number}", {"description": "d"})["description"] == "d"
    task = model.call("DELETE", f"{SETS}/{number}")
    model.clock.now += 5000
    assert model.get(f"/reference_data_collections/set_delete_tasks/{task['id']}")["status"] == "COMPLETED"
    assert model.get(SETS) == []
    assert model.get(ENTRIES) == []
