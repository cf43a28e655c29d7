"""Where a mail service reports what became of letters: one address, of the chosen service, behind a secret."""

from django.urls import URLPattern, path
from django.utils.module_loading import import_string

from unisono.mail.ways import SERVICES, Way

#: Anymail's view for the reports of each service.
VIEWS = {
    "brevo": "brevo.BrevoTrackingWebhookView",
    "mailersend": "mailersend.MailerSendTrackingWebhookView",
    "mailgun": "mailgun.MailgunTrackingWebhookView",
    "mailjet": "mailjet.MailjetTrackingWebhookView",
    "mailtrap": "mailtrap.MailtrapTrackingWebhookView",
    "postal": "postal.PostalTrackingWebhookView",
    "postmark": "postmark.PostmarkTrackingWebhookView",
    "resend": "resend.ResendTrackingWebhookView",
    "ses": "amazon_ses.AmazonSESTrackingWebhookView",
    "sparkpost": "sparkpost.SparkPostTrackingWebhookView",
}


def listening_urls(way: Way) -> list[URLPattern]:
    """Return the route that the chosen service reports to; none where there is no service, secret or report."""
    if not way.hears_back or way.service not in VIEWS:
        return []
    view = import_string(f"anymail.webhooks.{VIEWS[way.service]}")
    return [path(f"{SERVICES[way.service][0]}/tracking/", view.as_view(), name="mail-service")]
