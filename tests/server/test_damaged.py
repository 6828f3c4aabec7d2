"""What is damaged on the server's disk, over HTTP: shown, released, and told without a path."""

from tests.server.conftest import Running, refused, submit, wait

OLD = "0198f0c4a1b2-" + "0" * 20


def test_a_damaged_result_is_shown_among_the_others_and_released(server: Running, client):
    whole = submit(client)
    wait(client, whole)
    place = server.data / "results" / OLD
    place.mkdir()
    (place / "result.json").write_text('{"created": 1e18, "report": ' + "[" * 100_000)
    for query in ({}, {"document": "a.kra"}):
        listed = {
            one["id"]: one for one in client.get("/v1/history", params=query).json()["results"]
        }
        assert listed[whole]["problem"] is None
        assert "damaged" in listed[OLD]["problem"]
        assert listed[OLD]["bytes"] == 100_028
    job = client.get(f"/v1/jobs/{OLD}").json()
    assert (job["state"], job["error"]["code"]) == ("failed", "damaged")
    for path in ("layer", "mask", "thumbnail"):
        told = refused(client.get(f"/v1/jobs/{OLD}/{path}"), 409, "damaged", "discard it")
        assert str(server.data) not in str(told)
    assert client.delete(f"/v1/jobs/{OLD}").status_code == 204
    assert OLD not in client.get("/v1/history").text
    assert not place.exists()
    refused(client.get(f"/v1/jobs/{OLD}/layer"), 404, "not_found", "was released")
    client.delete(f"/v1/jobs/{whole}")
