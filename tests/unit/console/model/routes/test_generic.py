"""Resources without code of their own keep what is created."""

NETWORKS = "/staged_config/remote_networks"


def test_a_record_is_made_listed_changed_and_deleted(model):
    made = model.post(NETWORKS, {"name": "office", "description": "d"})
    assert made["name"] == "office"
    assert model.get(NETWORKS, filter='name="office"')[0] == made
    path = f"{NETWORKS}/{made['id']}"
    model.post(path, {"description": "new"})
    assert model.get(path)["description"] == "new"
    model.call("POST", NETWORKS, 422, body={"name": "office", "no": 1})
    model.call("DELETE", path)
    assert model.get(NETWORKS) == []
    model.call("GET", path, 404)


def test_what_is_not_there_is_404(model):
    model.call("GET", f"{NETWORKS}/77", 404)
    model.call("DELETE", f"{NETWORKS}/77", 404)
    model.call("GET", "/config/access/user_dependent_tasks/3", 404)
