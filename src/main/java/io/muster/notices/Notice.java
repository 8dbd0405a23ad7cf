package io.muster.notices;

/**
 * Something that people are told. It holds nothing that anybody may not read: no device, no reason,
 * and of a person what the settings allow.
 *
 * @param subject one line
 * @param text what is the case and what to do, a few sentences
 * @param path where the console shows it, beginning with a slash
 */
record Notice(Topic topic, String subject, String text, String path) {}
