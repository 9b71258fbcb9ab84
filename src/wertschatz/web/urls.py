"""The addresses of all pages, each with whom it is for."""

from __future__ import annotations

from allauth.account import views as account

from wertschatz.web import (
    commitments,
    customers,
    done,
    duplicates,
    files,
    first,
    limits,
    noted,
    payments,
    pictures,
    sign_in,
)
from wertschatz.web.access import Access, page

urlpatterns = [
    page("", first.home, "home", Access.PUBLIC),
    page("start/<str:token>/", first.start, "start", Access.PUBLIC),
    page("welcome/", first.welcome, "welcome", Access.OWNER),
    page("by-hand/", first.by_hand, "by_hand", Access.OWNER),
    page("example/", first.example, "example", Access.OWNER),
    page("customers/", customers.listing, "customers", Access.STAFF),
    page("customers/<uuid:customer>/", customers.sheet, "customer", Access.OWNER),
    page("customers/<uuid:customer>/word/", customers.word, "word", Access.OWNER),
    page("customers/<uuid:customer>/effort/", customers.effort, "effort", Access.OWNER),
    page("customers/<uuid:customer>/mark/", noted.mark, "mark", Access.STAFF),
    page("customers/<uuid:customer>/cost/", noted.cost, "cost", Access.OWNER),
    # -- contacts
    page("open/", commitments.page, "pledges", Access.OWNER),
    page("customers/<uuid:customer>/promise/", commitments.make, "commitment", Access.OWNER),
    page("open/<uuid:commitment>/end/", commitments.end, "commitment_end", Access.OWNER),
    page("customers/<uuid:customer>/reach/", commitments.preference, "preference", Access.OWNER),
    # -- groups
    # -- hygiene
    # -- reviews
    # -- budget
    # -- portfolio
    # -- whole
    page("limits/", limits.page, "limits", Access.OWNER),
    page("customers/pictures/", pictures.page, "pictures", Access.OWNER),
    page("customers/duplicates/", duplicates.listing, "duplicates", Access.OWNER),
    page("customers/duplicates/merge/", duplicates.merge, "merge_customers", Access.OWNER),
    page("customers/duplicates/two/", duplicates.apart, "keep_apart", Access.OWNER),
    page("files/", files.listing, "files", Access.OWNER),
    page("files/<uuid:made>/", files.sheet, "file", Access.OWNER),
    page("files/<uuid:made>/part/", files.part, "file_part", Access.OWNER),
    page("files/<uuid:made>/layout/", files.layout, "file_layout", Access.OWNER),
    page("files/own/forget/", files.forget_own, "forget_own", Access.OWNER),
    page("files/<uuid:made>/own/", files.own, "file_own", Access.OWNER),
    page("files/<uuid:made>/area/", files.area, "file_area", Access.OWNER),
    page("files/<uuid:made>/forget/", files.forget, "file_forget", Access.OWNER),
    page("files/<uuid:made>/run/", files.run, "file_run", Access.OWNER),
    page("files/<uuid:made>/cancel/", files.cancel, "file_cancel", Access.OWNER),
    page("files/<uuid:made>/take-back/", files.take_back, "file_take_back", Access.OWNER),
    page("payments/", payments.listing, "payments", Access.OWNER),
    page("payments/<int:payment>/", payments.sheet, "payment", Access.OWNER),
    page("payments/<int:payment>/assign/", payments.assign, "payment_assign", Access.OWNER),
    page("payments/<int:payment>/leave/", payments.leave, "payment_leave", Access.OWNER),
    page("payments/<int:payment>/again/", payments.again, "payment_again", Access.OWNER),
    page("done/", done.listing, "done", Access.OWNER),
    page("done/<uuid:action>/undo/", done.undo, "undo", Access.OWNER),
    page("language/", sign_in.language, "language", Access.PUBLIC),
    page("sign-in/", account.login, "account_login", Access.PUBLIC),
    page("sign-up/", sign_in.closed, "account_signup", Access.PUBLIC),
    page("forgotten/", sign_in.forgotten, "account_reset_password", Access.PUBLIC),
    page("sign-out/", account.logout, "account_logout", Access.STAFF),
    page("password/", account.password_change, "account_change_password", Access.STAFF),
]

handler403 = "wertschatz.web.faults.forbidden"
handler404 = "wertschatz.web.faults.missing"
handler429 = "wertschatz.web.faults.too_many"
handler500 = "wertschatz.web.faults.broken"
