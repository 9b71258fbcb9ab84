"""Sentences for what was done, and why it can no longer be undone."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Fact
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill

ACTION_SENTENCES: Mapping[str, str | tuple[str, Plural]] = {
    "owner_started": N_("The house was opened."),
    "import_live": (
        "rows",
        Plural("{rows} invoice was taken in.", "{rows} invoices were taken in."),
    ),
    "times_live": (
        "times",
        Plural("{times} span of work was taken in.", "{times} spans of work were taken in."),
    ),
    "entries_live": (
        "entries",
        Plural("{entries} entry was taken in.", "{entries} entries were taken in."),
    ),
    "account_opened": N_("An account for {name} was opened."),
    "account_let_in": N_("{name} may sign in again."),
    "account_shut_out": N_("{name} may no longer sign in."),
    "account_phone": N_("The own telephone of {name} was noted."),
    "password_given": N_("{name} got a new password."),
    "area_code_said": N_("{area} was named as the area code of the telephone."),
    "own_firm_named": N_("{name} was named as the own firm."),
    "own_firm_forgotten": N_("{name} is no longer named as the own firm."),
    "customers_by_hand": (
        "customers",
        Plural("{customers} customer was typed in.", "{customers} customers were typed in."),
    ),
    "word_given": N_("{name}: decided for {group}."),
    "word_taken_back": N_("{name}: the word was taken back."),
    "effort_estimated": N_("{name}: the time was estimated."),
    "example_noted": N_("The people of the example firm noted what they know."),
    "mark_noted": N_("{name}, {on:day}: something was noted."),
    "cost_noted": N_("{name}, {on:day}: a cost was noted."),
    "limits_set": (
        "limits",
        Plural(
            "{limits} limit of the analysis was set.", "{limits} limits of the analysis were set."
        ),
    ),
    "merge_customers": N_("{name} and {into} are one customer now."),
    "kept_apart": N_("{name} and {other} were confirmed as two customers."),
    "payment_assigned": N_("{cents:money} of {on:day} were assigned to {number}."),
    "payment_left": N_("{cents:money} of {on:day} were noted as about no invoice."),
    "payment_asked_again": N_("{cents:money} of {on:day}: the word was taken back."),
    # -- contacts
    "contact_logged": N_("{name}, {on:day}: a contact of {minutes:hours} was logged."),
    "contact_timed": N_("{name}, {on:day}: the clock logged a contact of {minutes:hours}."),
    "contact_corrected": N_("{name}, {on:day}: a contact was corrected to {minutes:hours}."),
    "mood_noted": N_("{name}, {on:day}: somebody noted how a contact felt."),
    "timer_started": N_("{name}: the clock was started."),
    "timer_dropped": N_("{name}: the clock was stopped, and nothing logged."),
    "instruction_set": N_("The words on group {group} were changed."),
    "way_out_set": N_("The time of the way out was set."),
    "call_out": N_("Somebody asked to be called out."),
    "call_out_taken": N_("A colleague was called out."),
    "call_out_over": N_("Calling out was no longer needed."),
    "goodbye_begun": N_("{name}: a goodbye was planned."),
    "goodbye_step": N_("{name}: a step of the goodbye was changed."),
    "goodbye_terms": N_("{name}: the contract in the plan of the goodbye was corrected."),
    "goodbye_parted": N_("{name}: the goodbye is complete."),
    "goodbye_stays": N_("{name}: stays after all."),
    "offer_made": N_("{name}: the offer “{about}” was noted."),
    "we_promised": N_("{name}: our promise “{about}” was noted."),
    "they_promised": N_("{name}: their promise “{about}” was noted."),
    "offer_accepted": N_("{name}: the offer “{about}” was accepted."),
    "offer_declined": N_("{name}: the offer “{about}” was declined."),
    "our_promise_kept": N_("{name}: our promise “{about}” was kept."),
    "our_promise_broken": N_("{name}: our promise “{about}” could not be kept."),
    "their_promise_kept": N_("{name}: what was promised came: “{about}”."),
    "their_promise_broken": N_(
        "{name}: what was promised did not come: “{about}”. It counts as a mark of this day."
    ),
    "commitment_withdrawn": N_("{name}: “{about}” is off the table."),
    "preference_said": N_("{name}: when and how to reach them was noted."),
    # -- the working day
    "day_planned": N_("{on:day} was planned."),
    "plan_line_moved": N_("{name} was moved to {time} in the plan of {on:day}."),
    "plan_line_dropped": N_("{name} was taken out of the plan of {on:day}."),
    "day_replanned": N_("The rest of {on:day} was planned anew."),
    "day_closed": N_("The working day {on:day} was closed."),
    "left_for_day": N_("{name}: left for {on:day}."),
    "buffer_said": N_("Of every day {percent} % were named to stay free."),
    # -- door
    "door_until": N_("The door is closed until {time} ({on:day})."),
    "door_over": N_("The door is open again."),
    "focus_until": N_("Focus until {time} ({on:day})."),
    "focus_over": N_("The focus is over."),
    "break_until": N_("Break until {time} ({on:day})."),
    "break_over": N_("The break is over."),
    "unplugged_until": N_("The plug is pulled until {time} ({on:day})."),
    "unplugged_over": N_("The plug is in again."),
    "word_left": N_("Somebody left word at the door: {name}."),
    "word_read": N_("What was left at the door was read: {name}."),
    "door_page_made": N_("An address for a tablet at the door was made: {name}."),
    "door_page_revoked": N_("An address of a tablet at the door leads nowhere now: {name}."),
    "system_made": N_("A telephone system may ask: {name}."),
    "system_changed": N_("The telephone system {name} was changed."),
    "system_revoked": N_("The address of the telephone system {name} leads nowhere now."),
    "call_back_promised": N_("{name}: a call-back was promised, {on:day}, {time}."),
    "call_back_moved": N_("{name}: the call-back was moved to {on:day}, {time}."),
    "call_back_done": N_("{name}: the call-back was made."),
    "call_back_gone": N_("{name}: no call-back is needed any more."),
    "calendar_added": N_("A calendar is read from now on: {name}."),
    "calendar_removed": N_("A calendar is read no longer: {name}."),
    "plan_folder_added": N_("The plan is written into a folder from now on: {name}."),
    "plan_folder_removed": N_("The plan is no longer written into a folder: {name}."),
    "feed_made": N_("An address that gives the plan as a calendar was made."),
    "feed_ended": N_("An address that gave the plan as a calendar leads nowhere now."),
    "told_kept": N_("A text that tells the rules was written."),
    "told_as_made": N_("A text that tells the rules is as the rules make it again."),
    # -- the working day
    # -- kind words
    "care_added": N_("{name} was added to the people one cares for."),
    "care_ended": N_("{name} was taken off the people one cares for."),
    "care_said": N_("{name}: birthday, rhythm or gifts were noted anew."),
    "consent_said": N_("{name}: what may be sent was noted on {on:day}."),
    "attention_given": N_("{name}, {on:day}: a kind word was noted."),
    "attention_came_back": N_("{name}: what came back was noted."),
    "care_noticed": N_("{name}: a line was noticed."),
    "notice_ended": N_("{name}: a noticed line was put aside."),
    "care_snoozed": N_("{name}: a suggestion was put off."),
    "care_set": N_("The rhythm of kind words was set."),
    "leave_added": N_("“{name}” was put on the to-leave list."),
    "leave_ended": N_("“{name}” was taken off the to-leave list."),
    "leave_left": N_("“{name}” was left on {on:day}."),
    "leave_happened": N_("“{name}” happened after all on {on:day}."),
    "days_off_said": N_("The days off of the firm were changed."),
    # -- groups
    # -- calls
    "ring_overruled": N_("{name}, {on:day}: a call was decided otherwise."),
    "ring_call_back": N_("{name}: a call-back was promised for {slot_on:day} at {slot_time}."),
    # -- hygiene
    "tag_put_on": N_("{name} carries “{tag}” now."),
    "tag_taken_off": N_("“{tag}” was taken off {name}."),
    "tag_renamed": N_("The tag “{tag}” is called “{now}” now."),
    "tags_joined": N_("The tags “{tag}” and “{now}” became one."),
    "tag_deleted": N_("The tag “{tag}” was deleted."),
    "customers_tagged": (
        "customers",
        Plural(
            "“{tag}” was put on {customers} customer.", "“{tag}” was put on {customers} customers."
        ),
    ),
    "customers_untagged": (
        "customers",
        Plural(
            "“{tag}” was taken off {customers} customer.",
            "“{tag}” was taken off {customers} customers.",
        ),
    ),
    "customer_archived": N_("{name} was put into the archive."),
    "customer_brought_back": N_("{name} was brought back from the archive."),
    "customers_archived": (
        "customers",
        Plural(
            "{customers} customer was put into the archive.",
            "{customers} customers were put into the archive.",
        ),
    ),
    "customers_brought_back": (
        "customers",
        Plural(
            "{customers} customer was brought back from the archive.",
            "{customers} customers were brought back from the archive.",
        ),
    ),
    "words_given": (
        "customers",
        Plural(
            "The proposed letter of {customers} customer was confirmed.",
            "The proposed letters of {customers} customers were confirmed.",
        ),
    ),
    "filter_kept": N_("The filter “{filter}” was kept."),
    "filter_forgotten": N_("The filter “{filter}” was removed."),
    "customer_added": N_("{name} was added."),
    "customer_edited": N_("{name}: name, number or address was changed."),
    "review_planned": N_("An analysis was planned."),
    "review_put_off": N_("The analysis was put off."),
    "review_cancelled": N_("The analysis was let be."),
    "review_begun": (
        "customers",
        Plural(
            "An analysis of {customers} customer began.",
            "An analysis of {customers} customers began.",
        ),
    ),
    "review_decided": N_("{name}: decided for {group}."),
    "review_passed": N_("{name}: passed over."),
    "review_settled": (
        "customers",
        Plural(
            "{customers} customer stays as confirmed.", "{customers} customers stay as confirmed."
        ),
    ),
    "review_ended": N_("The analysis was ended."),
    "budget_set": N_("The time budget was changed."),
    # -- profile and enquiries
    "profile_said": N_("An answer of the profile was changed."),
    "profile_opened": N_("The own page is seen outside now."),
    "profile_closed": N_("The own page is no longer seen outside."),
    "enquiry_taken": N_("An enquiry of {name} came in."),
    "enquiry_corrected": N_("What is known of the enquiry of {name} was changed."),
    "enquiry_genuine": N_("The enquiry of {name} is no longer held as doubtful."),
    "enquiry_yes": N_("The enquiry of {name}: yes."),
    "enquiry_asked": N_("The enquiry of {name}: something is asked first."),
    "enquiry_no": N_("The enquiry of {name}: a polite no."),
    "enquiry_binned": N_("The enquiry of {name} was put into the bin."),
    "enquiries_binned": (
        "enquiries",
        Plural(
            "{enquiries} doubtful enquiry was put into the bin.",
            "{enquiries} doubtful enquiries were put into the bin.",
        ),
    ),
    "enquiry_back": N_("The enquiry of {name} came back from the bin."),
    "enquiry_bin_set": (
        "days",
        Plural(
            "The bin of the enquiries is emptied after {days} day now.",
            "The bin of the enquiries is emptied after {days} days now.",
        ),
    ),
    "enquiries_deleted": (
        "enquiries",
        Plural(
            "{enquiries} enquiry was deleted for good from the bin.",
            "{enquiries} enquiries were deleted for good from the bin.",
        ),
    ),
    "enquiry_ended": N_("How the enquiry of {name} went on was noted."),
    "enquiry_became": N_("{name} became a customer by an enquiry."),
    "traits_said": N_("{name}: trade, size, region or the way they came was changed."),
    "fresh_start": N_("A fresh start was made on {on:day}."),
    # -- rules
    "rule_added": N_("A rule was written; it stands in place {place}."),
    "rule_changed": N_("Rule {place} was changed."),
    "rule_moved": N_("Rule {place} was moved to place {to}."),
    "rule_switched_on": N_("Rule {place} was switched on."),
    "rule_switched_off": N_("Rule {place} was switched off."),
    "rule_deleted": N_("Rule {place} was deleted."),
    "rules_ready_made": N_("The ready-made rules hold again."),
    "telephone_hours_said": N_("The telephone hours were changed."),
    "week_said": N_("The working times were changed."),
    "colleague_named": N_("{name} is asked first as a colleague."),
    "colleague_changed": N_("Colleague {name}: something was changed."),
    "colleague_moved": N_("Colleague {name} has another place in the order."),
    "colleague_gone": N_("{name} is no longer asked first."),
    "number_named": N_("The number of {name} was named."),
    "number_gone": N_("The number of {name} is no longer named."),
    # -- tasks
    "task_added": N_("“{title}” was added to the tasks."),
    "task_changed": N_("The task “{title}” was changed."),
    "task_moved": N_("The task “{title}” was put in another place."),
    "task_done": N_("Done: “{title}”."),
    "task_gone": N_("The task “{title}” went into the bin."),
    "tasks_taken_in": (
        "tasks",
        Plural(
            "{tasks} task was taken in from a file.", "{tasks} tasks were taken in from a file."
        ),
    ),
    "matter_in": N_("“{title}” came into the inbox."),
    "matter_done": N_("Out of the inbox, done: “{title}”."),
    "matter_delegated": N_("Out of the inbox, delegated to {to}: “{title}”."),
    "matter_gone": N_("Out of the inbox, into the bin: “{title}”."),
    # -- whole
}
UNDONE_SENTENCES: Mapping[str, str | tuple[str, Plural]] = {
    "import_live": (
        "rows",
        Plural(
            "Taken back: an import of {rows} invoice.", "Taken back: an import of {rows} invoices."
        ),
    ),
    "times_live": (
        "times",
        Plural(
            "Taken back: an import of {times} span of work.",
            "Taken back: an import of {times} spans of work.",
        ),
    ),
    "entries_live": (
        "entries",
        Plural(
            "Taken back: an import of {entries} entry.",
            "Taken back: an import of {entries} entries.",
        ),
    ),
    "account_opened": N_("Taken back: the account for {name}."),
    "account_let_in": N_("Taken back: {name} may not sign in after all."),
    "account_shut_out": N_("Taken back: {name} may sign in after all."),
    "account_phone": N_("Taken back: the own telephone of {name}."),
    "area_code_said": N_("Taken back: {area} as the area code of the telephone."),
    "own_firm_named": N_("Taken back: {name} as a name of the own firm."),
    "own_firm_forgotten": N_("{name} is a name of the own firm again."),
    "customers_by_hand": (
        "customers",
        Plural(
            "Taken back: {customers} typed customer.", "Taken back: {customers} typed customers."
        ),
    ),
    "word_given": N_("Taken back: {name} in {group}."),
    "word_taken_back": N_("The word on {name} holds again."),
    "effort_estimated": N_("Taken back: the estimate of the time for {name}."),
    "example_noted": N_("Taken back: what the people of the example firm noted."),
    "mark_noted": N_("Taken back: a mark on {name} of {on:day}."),
    "cost_noted": N_("Taken back: a cost of {name} of {on:day}."),
    "limits_set": (
        "limits",
        Plural(
            "Taken back: {limits} limit of the analysis.",
            "Taken back: {limits} limits of the analysis.",
        ),
    ),
    "merge_customers": N_("Taken back: {name} and {into} are two customers again."),
    "kept_apart": N_("Taken back: {name} and {other} may be proposed again."),
    "payment_assigned": N_("Taken back: {cents:money} of {on:day} for {number}."),
    "payment_left": N_("Taken back: {cents:money} of {on:day} are about no invoice."),
    "payment_asked_again": N_("The word on {cents:money} of {on:day} holds again."),
    "undo": N_("Done again after all."),
    # -- contacts
    "contact_logged": N_("Taken back: a contact with {name} of {on:day}."),
    "contact_timed": N_("Taken back: a contact with {name} of {on:day}; the clock runs again."),
    "contact_corrected": N_("Taken back: what was corrected at a contact with {name} of {on:day}."),
    "mood_noted": N_("Taken back: how a contact with {name} of {on:day} felt."),
    "timer_started": N_("Taken back: the clock for {name}."),
    "timer_dropped": N_("The clock for {name} runs again."),
    "instruction_set": N_("Taken back: the words on group {group}."),
    "way_out_set": N_("Taken back: when the way out is shown."),
    "call_out": N_("Taken back: the wish to be called out."),
    "call_out_taken": N_("Taken back: calling a colleague out."),
    "call_out_over": N_("The wish to be called out stands again."),
    "goodbye_begun": N_("Taken back: the goodbye to {name}."),
    "goodbye_step": N_("Taken back: a step of the goodbye to {name}."),
    "goodbye_terms": N_("Taken back: the correction of the contract of {name}."),
    "goodbye_parted": N_("Taken back: parted from {name}."),
    "goodbye_stays": N_("Taken back: {name} stays."),
    "offer_made": N_("Taken back: the offer “{about}” for {name}."),
    "we_promised": N_("Taken back: our promise “{about}” to {name}."),
    "they_promised": N_("Taken back: what {name} promised: “{about}”."),
    "offer_accepted": N_("Taken back: the offer “{about}” for {name} waits for an answer again."),
    "offer_declined": N_("Taken back: the offer “{about}” for {name} is open again."),
    "our_promise_kept": N_("Taken back: our promise “{about}” to {name} is open again."),
    "our_promise_broken": N_("Taken back: our promise “{about}” to {name} can still be kept."),
    "their_promise_kept": N_("Taken back: what {name} promised is open again: “{about}”."),
    "their_promise_broken": N_(
        "Taken back: what {name} promised is open again, and the mark is gone: “{about}”."
    ),
    "commitment_withdrawn": N_("Taken back: “{about}” with {name} is on the table again."),
    "preference_said": N_("Taken back: when and how {name} is to be reached."),
    # -- the working day
    "day_planned": N_("Taken back: the plan of {on:day}."),
    "plan_line_moved": N_("{name} lies where it was in the plan of {on:day}."),
    "plan_line_dropped": N_("{name} is in the plan of {on:day} again."),
    "day_replanned": N_("The plan of {on:day} is as it was before."),
    "day_closed": N_("The working day {on:day} is open again."),
    "left_for_day": N_("Taken back: {name}, left for {on:day}."),
    "buffer_said": N_("Taken back: what stays free of every day."),
    # -- door
    "door_until": N_("Taken back: the closed door."),
    "door_over": N_("Taken back: the door is as it was before."),
    "focus_until": N_("Taken back: the focus."),
    "focus_over": N_("Taken back: the focus is as it was before."),
    "break_until": N_("Taken back: the break."),
    "break_over": N_("Taken back: the break is as it was before."),
    "unplugged_until": N_("Taken back: the pulled plug."),
    "unplugged_over": N_("Taken back: the plug is as it was before."),
    "word_left": N_("Taken back: a word left at the door ({name})."),
    "word_read": N_("A word left at the door ({name}) is unread again."),
    "door_page_made": N_("Taken back: an address for a tablet at the door ({name})."),
    "door_page_revoked": N_("An address of a tablet at the door ({name}) holds again."),
    "system_made": N_("Taken back: a telephone system that may ask ({name})."),
    "system_changed": N_("Taken back: the change of the telephone system {name}."),
    "system_revoked": N_("The address of the telephone system {name} holds again."),
    "call_back_promised": N_("Taken back: the promise to call {name} back."),
    "call_back_moved": N_("Taken back: the other time for {name}."),
    "call_back_done": N_("Taken back: the call-back for {name} is open again."),
    "call_back_gone": N_("The call-back for {name} is open again."),
    "calendar_added": N_("Taken back: the calendar {name} is not read."),
    "calendar_removed": N_("The calendar {name} is read again."),
    "plan_folder_added": N_("Taken back: the plan is not written into {name}."),
    "plan_folder_removed": N_("The plan is written into {name} again."),
    "feed_made": N_("Taken back: an address that gives the plan as a calendar."),
    "feed_ended": N_("An address gives the plan as a calendar again."),
    "told_kept": N_("Taken back: the own words in a text that tells the rules."),
    "told_as_made": N_("The own words in a text that tells the rules hold again."),
    # -- groups
    # -- hygiene
    "tag_put_on": N_("Taken back: “{tag}” on {name}."),
    "tag_taken_off": N_("{name} carries “{tag}” again."),
    "tag_renamed": N_("The tag “{now}” is called “{tag}” again."),
    "tags_joined": N_("“{tag}” and “{now}” are two tags again."),
    "tag_deleted": N_("The tag “{tag}” is there again."),
    "customers_tagged": (
        "customers",
        Plural(
            "Taken back: “{tag}” on {customers} customer.",
            "Taken back: “{tag}” on {customers} customers.",
        ),
    ),
    "customers_untagged": (
        "customers",
        Plural(
            "{customers} customer carries “{tag}” again.",
            "{customers} customers carry “{tag}” again.",
        ),
    ),
    "customer_archived": N_("{name} is back from the archive."),
    "customer_brought_back": N_("{name} lies in the archive again."),
    "customers_archived": (
        "customers",
        Plural(
            "{customers} customer is back from the archive.",
            "{customers} customers are back from the archive.",
        ),
    ),
    "customers_brought_back": (
        "customers",
        Plural(
            "{customers} customer lies in the archive again.",
            "{customers} customers lie in the archive again.",
        ),
    ),
    "words_given": (
        "customers",
        Plural(
            "Taken back: the word on {customers} customer.",
            "Taken back: the word on {customers} customers.",
        ),
    ),
    "filter_kept": N_("Taken back: the filter “{filter}”."),
    "filter_forgotten": N_("The filter “{filter}” is there again."),
    "customer_added": N_("Taken back: {name} as a new customer."),
    "customer_edited": N_("{name}: name, number and address are as before."),
    "review_planned": N_("Taken back: the appointment of the analysis."),
    "review_put_off": N_("Taken back: the other time of the analysis."),
    "review_cancelled": N_("The analysis takes place after all."),
    "review_begun": (
        "customers",
        Plural(
            "Taken back: the beginning of an analysis of {customers} customer.",
            "Taken back: the beginning of an analysis of {customers} customers.",
        ),
    ),
    "review_decided": N_("Taken back: {name} in {group}."),
    "review_passed": N_("{name} is to be looked at again."),
    "review_settled": (
        "customers",
        Plural(
            "{customers} customer is to be looked at again.",
            "{customers} customers are to be looked at again.",
        ),
    ),
    "review_ended": N_("The analysis goes on."),
    "budget_set": N_("Taken back: the change of the time budget."),
    "care_added": N_("Taken back: {name} is not among the people one cares for."),
    "care_ended": N_("{name} is among the people one cares for again."),
    "care_said": N_("Taken back: {name} has birthday, rhythm and gifts as before."),
    "consent_said": N_("Taken back: what {name} said of being reached on {on:day}."),
    "attention_given": N_("Taken back: a kind word for {name} on {on:day}."),
    "attention_came_back": N_("Taken back: what came back from {name}."),
    "care_noticed": N_("Taken back: a line about {name}."),
    "notice_ended": N_("A noticed line about {name} stands there again."),
    "care_snoozed": N_("Taken back: {name} was put off."),
    "care_set": N_("Taken back: the rhythm of kind words is as before."),
    "leave_added": N_("Taken back: “{name}” does not stand on the to-leave list."),
    "leave_ended": N_("“{name}” stands on the to-leave list again."),
    "leave_left": N_("Taken back: “{name}” was left on {on:day}."),
    "leave_happened": N_("Taken back: “{name}” happened on {on:day}."),
    "days_off_said": N_("Taken back: the change of the days off."),
    # -- profile and enquiries
    "profile_said": N_("Taken back: an answer of the profile."),
    "profile_opened": N_("Taken back: the own page is not seen outside."),
    "profile_closed": N_("Taken back: the own page is seen outside again."),
    "enquiry_taken": N_("Taken back: the enquiry of {name}."),
    "enquiry_corrected": N_("Taken back: what was changed of the enquiry of {name}."),
    "enquiry_genuine": N_("The enquiry of {name} is held as doubtful again."),
    "enquiry_yes": N_("Taken back: yes to the enquiry of {name}."),
    "enquiry_asked": N_("Taken back: the question about the enquiry of {name}."),
    "enquiry_no": N_("Taken back: the polite no to the enquiry of {name}."),
    "enquiry_binned": N_("The enquiry of {name} is back from the bin."),
    "enquiries_binned": (
        "enquiries",
        Plural(
            "{enquiries} doubtful enquiry is back from the bin.",
            "{enquiries} doubtful enquiries are back from the bin.",
        ),
    ),
    "enquiry_back": N_("The enquiry of {name} is in the bin again."),
    "enquiry_bin_set": N_("Taken back: the bin of the enquiries keeps them as long as before."),
    "enquiry_ended": N_("Taken back: how the enquiry of {name} went on."),
    "enquiry_became": N_("Taken back: {name} as a customer; the enquiry is open again."),
    "traits_said": N_("{name}: trade, size, region and the way they came are as before."),
    "fresh_start": N_("Taken back: the fresh start of {on:day}."),
    # -- rules
    "rule_added": N_("Taken back: the rule in place {place}."),
    "rule_changed": N_("Taken back: the change of rule {place}."),
    "rule_moved": N_("Taken back: rule {place} stands where it stood."),
    "rule_switched_on": N_("Taken back: rule {place} is off again."),
    "rule_switched_off": N_("Taken back: rule {place} is on again."),
    "rule_deleted": N_("Rule {place} is there again."),
    "rules_ready_made": N_("The own rules hold again."),
    "telephone_hours_said": N_("Taken back: the other telephone hours."),
    "week_said": N_("Taken back: the other working times."),
    "colleague_named": N_("Taken back: {name} as a colleague."),
    "colleague_changed": N_("Taken back: what changed of colleague {name}."),
    "colleague_moved": N_("Taken back: the other place of colleague {name}."),
    "colleague_gone": N_("{name} is asked first again."),
    "number_named": N_("Taken back: what was said of the number of {name}."),
    "number_gone": N_("The number of {name} is named again."),
    # -- calls
    "ring_overruled": N_("Taken back: what was decided about the call of {name}."),
    "ring_call_back": N_("Taken back: calling {name} back on {slot_on:day} at {slot_time}."),
    # -- tasks
    "task_added": N_("Taken back: “{title}” as a task."),
    "task_changed": N_("Taken back: the change of the task “{title}”."),
    "task_moved": N_("Taken back: the other place of the task “{title}”."),
    "task_done": N_("The task “{title}” is open again."),
    "task_gone": N_("The task “{title}” is back from the bin."),
    "tasks_taken_in": (
        "tasks",
        Plural("Taken back: {tasks} task from a file.", "Taken back: {tasks} tasks from a file."),
    ),
    "matter_in": N_("Taken back: “{title}” in the inbox."),
    "matter_done": N_("“{title}” lies in the inbox again."),
    "matter_delegated": N_("“{title}” lies in the inbox again, and is no longer with {to}."),
    "matter_gone": N_("“{title}” is back from the bin, in the inbox."),
    # -- whole
}
DONE_AGAIN = N_("Done again: {what}")
WHY_NOT_SENTENCES: Mapping[str, str] = {
    "changed_since": N_("Something was built on it since; undo that first."),
    "already_undone": N_("Already taken back."),
    "of_another": N_("Somebody else changed this since. Please ask the owner to take it back."),
    "not_undoable": N_("This cannot be taken back."),
}


def action_text(code: str, facts: Mapping[str, Fact], language: str) -> str:
    """What was done; `facts` of an undo carry the code of what it undid in `code`."""
    if code == "undo" and facts["code"] == "undo" and facts.get("again") in ACTION_SENTENCES:
        done = action_text(str(facts["again"]), facts, language)
        return fill(translate(DONE_AGAIN, language), {"what": done}, language)
    if code == "undo":
        return _text(UNDONE_SENTENCES[str(facts["code"])], facts, language)
    return _text(ACTION_SENTENCES[code], facts, language)


def _text(sentence: str | tuple[str, Plural], facts: Mapping[str, Fact], language: str) -> str:
    if isinstance(sentence, str):
        return fill(translate(sentence, language), facts, language)
    count, forms = sentence
    chosen = translate_plural(forms.one, forms.many, int(facts[count]), language)
    return fill(chosen, facts, language)


def why_not_text(code: str, language: str) -> str:
    """Why an action can no longer be undone."""
    return translate(WHY_NOT_SENTENCES[code], language)
