"""Sentences for when a wish cannot be met: what happened, what to do now."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Fact
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

REFUSAL_SENTENCES: Mapping[str, str] = {
    # -- kind words
    "care_role_unknown": N_("“{value}” is no role here; choose contact person, staff or boss."),
    "care_name_missing": N_("Say a name, or choose an account."),
    "care_gone": N_("This person is no longer here; nothing was changed."),
    "care_already": N_("{name} is among the people you care for already."),
    "care_since_not_possible": N_("That day is still to come, or too long ago."),
    "care_days_not_possible": N_("Say between 0 and {highest} days."),
    "care_day_not_possible": N_("That day is still to come, or too long ago. Choose another one."),
    "care_born_not_read": N_("“{value}” is no birthday. Write it like 3.5. or 3.5.1971."),
    "care_kind_unknown": N_("“{value}” is no kind of attention that is known here."),
    "care_amount_not_possible": N_("No gift costs that much; nothing was changed."),
    "care_no_gifts": N_(
        "You noted that this person must not accept gifts. A kind word costs nothing and is "
        "always allowed."
    ),
    "attention_gone": N_("This kind word no longer stands here; nothing was changed."),
    "notice_empty": N_("Write in one line what you noticed."),
    "notice_whom": N_("Say about whom; a name is enough."),
    "notice_whom_unknown": N_("Nobody is called “{name}” here. Write the name as in your list."),
    "notice_whom_many": N_("Several are called “{name}”. Open the right one and note it there."),
    "notice_gone": N_("This line stands here no longer; nothing was changed."),
    "care_setting_unknown": N_("“{name}” cannot be set like that; nothing was changed."),
    "care_call_not_allowed": N_(
        "{name} has not allowed such calls, or has objected. Ask politely when you talk anyway, "
        "and note the answer."
    ),
    "care_call_planned": N_("The call to {name} is among the tasks already."),
    "care_changed_meanwhile": N_(
        "Somebody else changed this meanwhile; nothing was kept. Look at it again."
    ),
    "care_call_no_time": N_("In the next two weeks no time suits both {name} and you."),
    # -- things to leave, days off
    "leave_empty": N_("Say in a few words what you want to leave."),
    "leave_notice_unknown": N_("“{value}” is no way to notice something; nothing was changed."),
    "leave_whom": N_("Whom do you no longer call? Name customers or telephone numbers."),
    "leave_number": N_("“{value}” is no telephone number."),
    "leave_person_unknown": N_(
        "No customer is called “{name}”. Write the name as in your list, or a telephone number."
    ),
    "leave_person_many": N_(
        "Several customers are called “{name}”. Write the telephone number instead."
    ),
    "leave_each": N_("One time takes between 1 and {highest} minutes."),
    "leave_gone": N_("This no longer stands on your list; nothing was changed."),
    "leave_measured": N_("This is measured; there is nothing to tick."),
    "days_off_unknown": N_("“{name}” cannot be set like that; nothing was changed."),
    # -- profile and enquiries
    "profile_question_unknown": N_("“{value}” is no question of the profile; nothing was changed."),
    "profile_incomplete": N_(
        "Before the page goes outside it needs three answers in its language: whom you serve, the "
        "imprint and the privacy notice. Both notices are required by law."
    ),
    "enquiry_bin_days": N_(
        "Say in whole days, from {lowest} to {highest}, how long the bin keeps an enquiry; nothing "
        "was changed."
    ),
    "enquiry_text_missing": N_("Please write in a few words what you need."),
    "enquiry_contact_missing": N_(
        "Please leave a mail address or telephone number; without it nobody can answer."
    ),
    "enquiry_empty": N_("Nothing was written yet: type a name, or what is asked for."),
    "enquiry_gone": N_("This enquiry is no longer there; nothing was changed."),
    "enquiry_too_large": N_(
        "That is far too much for this form; it was not taken in. Please write it shorter."
    ),
    "enquiries_too_many": N_(
        "Very many enquiries come in just now, so this one was not taken. Please try again in an "
        "hour, or call."
    ),
    "enquiries_full": N_(
        "So many enquiries lie here unread that this one was not taken. Please call."
    ),
    "enquiry_decided_meanwhile": N_(
        "Somebody else decided about this enquiry while you were looking at it. Nothing of yours "
        "is lost: look at what stands here now, then decide."
    ),
    "enquiry_choice_unknown": N_("“{value}” cannot be chosen here; nothing was changed."),
    "enquiry_customer_there": N_("This enquiry has become a customer already."),
    "enquiry_mail_unread": N_(
        "No text and no sender was found in this mail. Copy its text into the field instead."
    ),
    # -- door
    "switch_unknown": N_("“{kind}” is nothing that can be closed or ended here."),
    "until_missing": N_("Say until when; nothing was changed."),
    "until_not_read": N_("“{value}” is no time. Write it like 11:30."),
    "until_past": N_("That time is over already. Choose one that is still to come."),
    "until_too_far": N_("That is more than {days} days ahead. Choose a nearer day."),
    "word_empty": N_("Nothing was written yet."),
    "words_too_many": N_(
        "A lot was left here in a short time. Please come again in a few minutes."
    ),
    "word_gone": N_("This word has been read already."),
    "door_gone": N_("This address leads nowhere any more."),
    "system_unknown": N_("“{kind}” is no telephone system that can be connected here."),
    "system_gone": N_("This telephone system is no longer connected; nothing was changed."),
    "address_not_read": N_("“{value}” is no address. It begins with https:// or http://."),
    "port_not_read": N_("“{value}” is no port. It is a whole number from 1 to 65535."),
    "fallback_without_number": N_(
        "The file has to name a telephone of yours. Enter one in your times, or as option."
    ),
    "calendar_place_missing": N_("Say where the calendar is: a path or an address."),
    "calendar_place_unread": N_(
        "“{value}” is neither a full path on the computer of this house nor a web address. Write "
        "it like /home/anna/calendar.ics or https://…"
    ),
    "calendar_no_folder": N_("“{value}” is no folder. The plan needs one of its own."),
    "calendar_there": N_("This calendar is connected already; nothing was changed."),
    "calendar_is_plan": N_(
        "Your plan is written into {place}, so there is no other calendar to read. Nothing was "
        "changed."
    ),
    "plan_folder_there": N_(
        "Your plan is written into {place} already; nothing was changed. For a second copy name "
        "another folder."
    ),
    "plan_folder_is_read": N_(
        "A calendar is read from {place}. The plan needs a folder of its own; name another one."
    ),
    "calendar_gone": N_("This is no longer connected; nothing was changed."),
    "calendars_too_many": N_("{most} calendars are connected already. Remove one first."),
    "call_back_whom": N_("Whom shall you call back? Type a telephone number."),
    "call_back_gone": N_("This call-back is settled already; nothing was changed."),
    "slot_missing": N_("Choose one of the times that are offered."),
    "slot_gone": N_(
        "That time no longer suits both sides, or something else lies there. Choose another one."
    ),
    "text_unknown": N_("There is no text “{kind}”."),
    # -- tasks
    "task_empty": N_("Nothing was written yet. A few words are enough."),
    "task_gone": N_("This task is over, or no longer there; nothing was changed."),
    "task_customer_unknown": N_(
        "Nobody here is called “{text}”. Type the name or the number of a customer."
    ),
    "task_whose": N_("Several people have an account here. Say whose tasks with --user."),
    "task_unclear": N_("“{text}” is no number and no title of an open task. Look at the list."),
    "importance_unknown": N_("Importance is 1, 2 or 3; nothing was changed."),
    "estimate_out_of_range": N_("Say between one minute and {most} hours; nothing was changed."),
    "minutes_of_task_not_read": N_("“{value}” is no span of time. Write it like 30m or 1h30."),
    "rhythm_not_read": N_("That is no rhythm. Say how many days, weeks, months or years."),
    "way_out_unknown": N_("There are three ways out: done, delegated, or in the bin."),
    "matter_unknown": N_("Say what it is: a call, a mail, a letter, or an idea."),
    "matter_gone": N_("This matter has left the inbox already; nothing was changed."),
    "delegate_whom": N_("Say to whom it goes."),
    "tasks_not_read": N_(
        "This is neither a todo.txt nor a calendar with tasks; nothing was taken in."
    ),
    "tasks_none_in_file": N_("There is no task in this file."),
    "tasks_too_many": N_("{most} tasks go in one step. Share the file out; nothing was taken in."),
    "choice_unknown": N_("“{value}” cannot be chosen; nothing was changed."),
    "caller_no_customer": N_("Whoever called is no customer yet, so nothing was logged."),
    "call_nothing_done": N_("Nothing was done about this call that could be taken back."),
    "call_changed_since": N_(
        "Something was built on it since. Look under “What was done”; nothing was changed."
    ),
    "call_aside_already": N_("This call lies in the inbox already."),
    "call_logged_already": N_("This call is logged already; nothing was added."),
    "start_link_wrong": N_(
        "This link does not fit this house. Copy the newest one from your terminal."
    ),
    "start_link_used": N_("The house already has an owner. Please sign in."),
    "username_missing": N_("Please type a name to sign in with."),
    "name_too_long": N_("“{name} …” is longer than {most} characters. Please shorten it."),
    "password_too_short": N_("The password needs at least {least} characters."),
    "password_too_easy": N_("This password is guessed at once. Three unrelated words are good."),
    "account_missing": N_("There is no account “{name}”. Look how it is written."),
    "account_there": N_("“{name}” can sign in here already. Choose another name."),
    "account_gone": N_("This account is no longer there; nothing was changed."),
    "last_owner": N_("Nobody would own this house any more. Let another owner sign in first."),
    "phone_not_read": N_("“{phone}” is no telephone number. Write it as you would dial it."),
    "analysis_in_the_past": N_("That time is over already. Choose one that is still to come."),
    "analysis_too_far": N_("That is more than a year ahead. Choose a nearer day."),
    "analysis_runs": N_(
        "An analysis is under way already. Go on with that one, or end it first; nothing was begun."
    ),
    "analysis_gone": N_(
        "This analysis has begun, ended or been let be in the meantime; nothing was changed."
    ),
    "nobody_to_look_at": N_(
        "There is nobody to look at yet. Bring an invoice list, or wait for the first assessment."
    ),
    "moment_not_read": N_("“{value}” is no day with an hour. Choose both, such as Monday, 9:00."),
    "shares_not_whole": N_(
        "Together the shares are {total_percent:percent}; they have to be 100 %. "
        "Nothing was changed."
    ),
    "budget_out_of_range": N_("A figure lies outside {lowest} to {highest}; nothing was changed."),
    "away_to_come": N_("That day is still to come. Say since when you were away, or leave it out."),
    "words_too_long": N_("That has {length} characters; {most} are kept. Please shorten it."),
    "way_out_out_of_range": N_("Choose between 1 and {most} minutes. Nothing was changed."),
    "contract_first": N_("Say first whether a contract is running; look into your papers."),
    "notice_out_of_range": N_("The notice must lie between 0 and {most} days."),
    "goodbye_under_way": N_("A goodbye to this customer is under way already."),
    "goodbye_needs_word": N_(
        "A goodbye is for customers whom you yourself have put into C. Say your word first; "
        "nothing was changed."
    ),
    "step_out_of_order": N_(
        "The step before it is on {on:day}; this one cannot come earlier. Nothing was changed."
    ),
    "step_before_notice": N_(
        "The notice allows no end before {on:day}. Look into the contract again; nothing was "
        "changed."
    ),
    "day_too_far": N_("That is too far ahead: at most {on:day}. Nothing was changed."),
    "day_too_long_ago": N_("That is too long ago: {on:day} at the earliest. Nothing was changed."),
    "goodbye_gone": N_("This goodbye is over or was taken back; nothing was changed."),
    "call_out_gone": N_("That wish is over already."),
    "nothing_typed": N_("Nothing was typed yet. One name a line is enough."),
    "entry_without_name": N_("One line has figures but no name. Add the name or empty the line."),
    "amount_too_large": N_("The revenue of {name} is too large to be true. Please look again."),
    "too_many_typed": N_(
        "{typed} names are too many at once; {most} go in one step. A file is quicker."
    ),
    "group_unknown": N_("“{group}” is none of the groups A, B and C."),
    "reason_too_long": N_(
        "The reason has {length} characters; {most} are kept. Please shorten it."
    ),
    "customer_gone": N_("This customer is no longer there. Perhaps an import was taken back."),
    "pair_decided": N_("This pair has been decided already. Load the page again."),
    "pair_unclear": N_("Please choose which of the two names stays."),
    "payment_gone": N_(
        "This payment is no longer there. Perhaps an import was taken back; nothing was changed."
    ),
    "invoice_gone": N_(
        "This invoice is no longer there, or it was cancelled. Nothing was changed; look for "
        "another one."
    ),
    "other_currency": N_(
        "The invoice {number} is in {currency}, the payment in {payment_currency}. Nothing was "
        "changed; such a payment can only be left."
    ),
    "more_than_paid": N_(
        "Together that would be {total_cents:money}, but the payment is {cents:money}. Nothing "
        "was changed."
    ),
    "sum_unclear": N_(
        "How {cents:money} are shared among these invoices cannot be told: choose fewer, so that "
        "each gets something."
    ),
    "no_invoice_chosen": N_("No invoice was chosen. Choose one, or say that it is about none."),
    "too_many_invoices": N_("{invoices} invoices are too many for one payment; at most {most}."),
    "payment_decided": N_("That was said of this payment already. Load the page again."),
    "payment_not_said": N_("Nobody has said anything of this payment, so nothing was changed."),
    "import_not_draft": N_("This import has already been made or taken back."),
    "import_not_live": N_("This import is not there any more, so nothing was changed."),
    "no_files": N_("No file was chosen. Choose one or drop it on the page."),
    "area_code_wrong": N_("“{area}” is no area code. It begins with 0, such as 030 or 089."),
    "mark_unknown": N_("“{kind}” is no mark that can be noted here. Choose one of the list."),
    "note_too_long": N_("The note has {length} characters; {most} are kept. Please shorten it."),
    "day_to_come": N_("{on:day} is still to come. Note what has happened, with its day."),
    "day_not_read": N_("“{value}” is no day. Write it like 2026-03-31."),
    "cost_missing": N_("No amount was typed. Write it like 300 or 300,50."),
    "cost_too_large": N_("This cost is too large to be true. Please look again."),
    "limit_unknown": N_("There is no limit “{name}”."),
    "limit_out_of_range": N_(
        "“{name}” must lie between {lowest} and {highest}. Nothing was changed."
    ),
    "limit_not_read": N_("“{value}” is no whole number. Nothing was changed."),
    "percent_not_read": N_(
        "“{value}” is no whole number of per cent from 0 to {highest}. Write it like 10."
    ),
    "rules_not_found": N_("These rules are not kept here. Choose others from the list."),
    "span_not_possible": N_(
        "The first day has to come before the last one, at most {days} days apart."
    ),
    "back_not_read": N_("“{value}” is no whole number of minutes from 0 to {highest}."),
    "contact_unknown": N_(
        "“{kind}” is no kind of contact. There are call, mail, message, visit, appointment, letter "
        "and work."
    ),
    "contact_gone": N_(
        "This contact is no longer there, or it came from a file. Nothing was changed."
    ),
    "contact_of_another": N_("Somebody else logged this contact. Nothing was changed."),
    "minutes_missing": N_("No time was typed. Write it like 12, 1:30 or 1h30."),
    "minutes_not_read": N_("“{value}” is no span of time. Write it like 12, 1:30 or 1h30."),
    "minutes_out_of_range": N_(
        "A contact takes between one minute and {most:hours}. Write it like 12, 1:30 or 1h30."
    ),
    "mood_unknown": N_("Please choose one of the three moods."),
    "way_unknown": N_("“{way}” does not say who began. Choose one of the list."),
    "timer_runs": N_("Your clock is running for {name} already. Stop it first."),
    "timer_gone": N_("No clock of yours is running. Perhaps you stopped it elsewhere."),
    "timer_too_long": N_(
        "The clock for {name} ran {minutes:hours}. How long did it really take? Say it, or let "
        "it lapse."
    ),
    "commitment_unknown": N_("“{kind}” is neither an offer nor a promise. Choose one of the list."),
    "commitment_empty": N_(
        "Nothing was typed yet. A few words on what it is about are enough, or a sum."
    ),
    "commitment_gone": N_(
        "This offer or promise is no longer there. Perhaps it was taken back; nothing was changed."
    ),
    "commitment_ended": N_(
        "Somebody has said already how this ended. Load the page again; nothing was changed."
    ),
    "outcome_unknown": N_("“{outcome}” is no end that this can have. Choose one of the buttons."),
    "sum_too_large": N_("This sum is too large to be true. Please look again."),
    "way_contradicts": N_(
        "One way is both the best and not wanted. Leave it in one of the two places."
    ),
    "time_window_empty": N_(
        "From and until are the same time, so no time is left. Change one or empty both."
    ),
    "time_not_read": N_("“{value}” is no time of day. Write it like 09:30."),
    "preference_changed": N_(
        "Somebody changed this since you opened the page. Nothing was written yet: please choose."
    ),
    "tag_missing": N_("No tag was typed. One or two words are enough."),
    "tag_too_long": N_("The tag has {length} characters; {most} are kept. Please shorten it."),
    "tag_gone": N_("This tag is no longer there. Load the page again."),
    "filter_nameless": N_("Give the filter a name, so that you find it again."),
    "filter_too_long": N_("The name is longer than {most} characters. Please shorten it."),
    "filter_gone": N_("This filter is no longer there. Load the page again."),
    "wish_unknown": N_("What is to be done with these customers was not said. Please choose."),
    "nobody_chosen": N_("No customer was chosen. Tick some in the list, or choose all found."),
    "nothing_to_change": N_(
        "For none of these customers was there anything to change. Nothing was done."
    ),
    "customer_nameless": N_("Type at least a name, a number or an address of the customer."),
    "field_too_long": N_("“{text} …” has {length} characters; {most} are kept. Please shorten it."),
    "terms_out_of_range": N_("Days until payment lie between 0 and {most}. Please look again."),
    "terms_not_read": N_("“{value}” is no whole number of days. Write it like 14."),
    "changed_meanwhile": N_(
        "{name} was changed while you were typing. Nothing is lost: yours stands in the fields, "
        "the other one beside it. Choose what is to stay."
    ),
    # -- the working day
    "plan_task_gone": N_(
        "That is no longer to be done, or no longer in the plan. Nothing was changed."
    ),
    "plan_too_early": N_("That time is over. The plan can be changed from {time} on."),
    "plan_too_late": N_("It would last longer than the working day, which ends at {time}."),
    "plan_place_taken": N_(
        "From {start} to {end} something is fixed already. Choose a time before or after it."
    ),
    "plan_time_not_read": N_("“{value}” is no time of that day. Write it like 14:30."),
    "no_work_on": N_(
        "{on:day} has no working hours, so there is nothing to plan. They stand under the times of "
        "your rules."
    ),
    "closed_on": N_(
        "{on:day} is a holiday or a day off of the firm, so nothing is planned for it."
    ),
    "no_work_ahead": N_("In the next two weeks there are no working hours; your rules name them."),
    "day_over": N_("The working hours of {on:day} are over; nothing was planned."),
    "buffer_out_of_range": N_("Between {lowest} and {highest} per cent of a day stay free."),
    "buffer_not_read": N_("“{value}” is no whole number of per cent. Write it like 40."),
    "close_to_come": N_("A day that is still to come cannot be closed."),
    "day_closed_already": N_("This day is closed already; nothing was changed."),
    "interruption_too_long": N_("An interruption lasts a day at most."),
    "energy_unknown": N_("Energy is 1, 2 or 3, or is left open."),
    "late_call_gone": N_("This call is no longer there; nothing was changed."),
    # -- rules
    "rule_out_of_range": N_(
        "One of the times or days does not exist. Look at the times and days again; nothing was "
        "changed."
    ),
    "rule_gone": N_("This rule is no longer there. Load the page again; nothing was changed."),
    "too_many_rules": N_("{most} rules are the most there can be. Delete one first."),
    "telephone_hours_gone": N_(
        "The rule of the telephone hours was deleted. Go back to the ready-made rules, or write "
        "one of your own."
    ),
    "telephone_hours_missing": N_(
        "Name at least one day and one stretch of time. To drop the telephone hours, switch their "
        "rule off."
    ),
    "too_many_stretches": N_("{most} stretches of time are the most there can be."),
    "stretch_without_day": N_(
        "A stretch of time has no day. Tick at least one, or empty from and until."
    ),
    "stretch_half": N_("A stretch of time needs both, from and until. Nothing was changed."),
    "season_half": N_("A season needs both, a first and a last day. Nothing was changed."),
    "again_not_read": N_("“{value}” is no number of minutes from 0 to {most}."),
    "colleague_gone": N_("This colleague is no longer there; nothing was changed."),
    "name_missing": N_("Please type a name."),
    "number_gone": N_("This number is no longer named; nothing was changed."),
    "caller_unclear": N_(
        "“{text}” may be several people. Type the whole name, or the telephone number."
    ),
    "caller_unknown": N_(
        "Nobody here is called “{text}”. Type the name of a customer, or name the number first."
    ),
    "amount_not_read": N_("“{value}” is no amount. Write it like 12.000 or 12.000,50."),
}


def refusal_text(code: str, facts: Mapping[str, Fact], language: str) -> str:
    """The sentence for a refusal."""
    return fill(translate(REFUSAL_SENTENCES[code], language), facts, language)
