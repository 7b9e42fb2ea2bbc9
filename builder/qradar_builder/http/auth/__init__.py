"""Signs requests: the authentications that a `CallEndpoint` may have. Pure: who drives a flow sends its requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.http.auth.basic import sign_basic
from qradar_builder.http.auth.bearer import sign_bearer
from qradar_builder.http.auth.digest import digest_flow
from qradar_builder.http.auth.edgegrid import sign_edgegrid
from qradar_builder.http.auth.hawk import sign_hawk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from qradar_builder.http.messages import HttpRequest, HttpResponse

__all__ = ["auth_flow"]


def auth_flow(
    name: str,
    attributes: Mapping[str, str],
    request: HttpRequest,
    clock: Callable[[], int],
    chance: Callable[[int], bytes],
) -> Generator[HttpRequest, HttpResponse, HttpResponse]:
    """Send a request with the authentication that the element `name` with these `attributes` describes.

    Yields each request that is to be sent, is sent its response, and returns the response that the workflow sees.
    `clock` gives epoch milliseconds, `chance` as many random bytes as it is asked for. An attribute that came out empty
    counts as not given. An `Authorization` header of the request is replaced. Throws CallFailed of kind `protocol`
    where the request cannot be signed, and KeyError where there is no such element.
    """
    given = {key: value for key, value in attributes.items() if value}
    if name == "DigestAuthentication":
        return (yield from digest_flow(given, request, chance))
    if name == "BasicAuthentication":
        signed = sign_basic(given, request)
    elif name == "BearerAuthentication":
        signed = sign_bearer(given, request)
    elif name == "HawkAuthentication":
        signed = sign_hawk(given, request, clock, chance)
    elif name == "AkamaiEdgeGridAuthentication":
        signed = sign_edgegrid(given, request, clock, chance)
    else:
        raise KeyError(name)
    return (yield signed)
