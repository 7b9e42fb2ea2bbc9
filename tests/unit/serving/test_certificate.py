"""A certificate names its hosts, is signed by the authority beside it, and shows its key nowhere."""

from cryptography import x509

from qradar_builder.serving.certificate import local_certificate


def test_it_is_for_the_names_and_addresses_that_are_given():
    made = local_certificate(("console.example", "10.0.0.1"), "Model")
    leaf, authority = (x509.load_pem_x509_certificate(each) for each in (made.chain, made.authority))
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["console.example"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["10.0.0.1"]
    leaf.verify_directly_issued_by(authority)
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_two_certificates_trust_each_other_in_nothing():
    assert local_certificate().authority != local_certificate().authority


def test_its_text_has_no_key(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = local_certificate()
    assert "PRIVATE" not in repr(made)
    assert made.context() is not None
    assert list(tmp_path.iterdir()) == []
