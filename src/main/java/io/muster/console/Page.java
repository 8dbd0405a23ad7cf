package io.muster.console;

/** The pages of the console that show something of people. */
enum Page {
  TODAY,
  FIND,
  PERSON,
  CASE,
  EVENTS,
  LEAVERS,
  AUDIT,
  APPROVE,
  DRIFT,
  DOCTOR,
  MODELS
}
