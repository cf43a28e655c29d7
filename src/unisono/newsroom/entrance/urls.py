"""Routes of the entrance, under the names by which the sign-in library knows them."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from unisono.newsroom.entrance import account, entering, signing_in, start
from unisono.newsroom.entrance.look import LanguageAndLook
from unisono.newsroom.entrance.plain import plain

urlpatterns = [
    path("login/", plain(signing_in.SignIn.as_view()), name="account_login"),
    path("login/passkey/", plain(signing_in.SignInByPasskey.as_view()), name="mfa_login_webauthn"),
    path("login/second/", plain(signing_in.SecondFactor.as_view()), name="mfa_authenticate"),
    path("login/link/", plain(entering.ask_for_link), name="ask_for_link"),
    path("login/closed/", plain(signing_in.closed), name="account_inactive"),
    path("enter/<str:token>/", plain(entering.enter), name="enter"),
    path("account/", require_admin_access(LanguageAndLook.as_view()), name="language_and_look"),
    path("languages/", plain(start.your_languages), name="your_languages"),
    path("me/", plain(account.account), name="mfa_index"),
    path("me/name/", plain(account.change_person), name="change_person"),
    path("me/password/", plain(account.change_password), name="change_password"),
    path("me/credit/<uuid:campaign>/", plain(account.change_credit), name="change_credit"),
    path("me/reminders/<uuid:campaign>/", plain(account.change_reminders), name="change_reminders"),
    path("me/again/", plain(signing_in.AgainByPassword.as_view()), name="account_reauthenticate"),
    path("me/again/code/", plain(signing_in.AgainByCode.as_view()), name="mfa_reauthenticate"),
    path("me/again/passkey/", plain(signing_in.AgainByPasskey.as_view()), name="mfa_reauthenticate_webauthn"),
    path("me/passkeys/add/", plain(signing_in.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/remove/", plain(signing_in.RemovePasskey.as_view()), name="mfa_remove_webauthn"),
    path("me/app/add/", plain(signing_in.AddApp.as_view()), name="mfa_activate_totp"),
    path("me/app/remove/", plain(signing_in.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("me/recovery/", plain(signing_in.RecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path("me/recovery/new/", plain(signing_in.NewRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"),
]
