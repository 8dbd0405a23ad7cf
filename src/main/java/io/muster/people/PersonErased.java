package io.muster.people;

/**
 * What names somebody is being erased, within the transaction that does it.
 *
 * @param employee the number HR knows the person by
 */
public record PersonErased(EmployeeId employee) {}
