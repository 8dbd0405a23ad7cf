package io.muster.evidence;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as it is to be written down.
 *
 * @param where which chain it belongs to
 * @param person the number of whom it is about, or null if that is not known here
 * @param kind what it is, such as {@code effect.intended}
 * @param content what there is to say; {@link Personal} for what names somebody
 */
record Fact(
    Where where, @Nullable String person, String kind, Map<String, @Nullable Object> content) {
  /**
   * Text about a person, to be encrypted with that person's key.
   *
   * @param subject whose key, or null for that of the person whom the chain is about
   */
  record Personal(@Nullable String subject, String text) {}

  /**
   * A chain: a case, what is about one person and no case, or what a source sent about nobody.
   *
   * @param kind which of these
   * @param name the case's id, the employee's number, the source's name
   */
  record Where(Kind kind, String name) {
    enum Kind {
      CASE,
      PERSON,
      SOURCE
    }

    static Where ofCase(String id) {
      return new Where(Kind.CASE, id);
    }

    static Where ofPerson(String employee) {
      return new Where(Kind.PERSON, employee);
    }

    static Where ofSource(String source) {
      return new Where(Kind.SOURCE, source);
    }
  }

  /** The key of an employee. */
  static String employee(String number) {
    return "employee/" + number;
  }

  /** Says what it says, a member at a time, and leaves out what is not known. */
  static final class Content {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    Content with(String name, @Nullable Object value) {
      if (value != null) {
        members.put(name, value);
      }
      return this;
    }

    /** About whom the chain is. */
    Content about(String name, @Nullable String text) {
      return with(name, text == null ? null : new Personal(null, text));
    }

    /** About somebody who has signed in. */
    Content login(String name, @Nullable String login) {
      return with(name, login == null ? null : new Personal("login/" + login, login));
    }

    Map<String, @Nullable Object> members() {
      return members;
    }
  }
}
