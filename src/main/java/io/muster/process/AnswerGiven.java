package io.muster.process;

import io.muster.people.EmployeeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person answered a task. Published inside the transaction that completes it.
 *
 * @param caseId the case
 * @param about whom the case is about, or null if it is about no person
 * @param task the task's id in the diagram
 * @param by the sign-in name of whoever answered
 * @param at when
 * @param address from where, or null if that is not known
 * @param said the answers to the form's fields, a line each
 * @param shown the words and facts the form showed
 * @param models the versions of the diagrams and tables that led to the task
 */
public record AnswerGiven(
    String caseId,
    @Nullable EmployeeId about,
    String task,
    String by,
    Instant at,
    @Nullable String address,
    String said,
    String shown,
    String models) {}
