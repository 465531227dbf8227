"""What is the service's fault, or that of the way to it, as a page that says so."""

from django.shortcuts import render
from terrarium_client import ServiceError


class ServiceErrors:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ServiceError):
            return None
        response = render(
            request, "commissions/unavailable.html", {"problem": exception}, status=503
        )
        if exception.retry_after is not None:
            response["Retry-After"] = str(round(exception.retry_after) or 1)
        return response
