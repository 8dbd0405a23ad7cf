package io.muster.notices;

/**
 * A notice on its way to one recipient.
 *
 * @param id its number
 * @param address the recipient: a mail address, or the name of a channel
 * @param link the page in the console
 * @param attempts how many tries were begun, with the one in hand
 */
record Outgoing(long id, String address, String subject, String text, String link, int attempts) {}
