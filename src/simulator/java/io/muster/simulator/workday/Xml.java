package io.muster.simulator.workday;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes XML with Workday's prefix. */
final class Xml {
  static final String NAMESPACE = "urn:com.workday/bsvc";
  private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]");

  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element; attributes come in pairs of name and value. */
  Xml open(String name, String... attributes) {
    text.append("<wd:").append(name);
    for (int at = 0; at < attributes.length; at += 2) {
      text.append(' ')
          .append(attributes[at])
          .append("=\"")
          .append(escaped(attributes[at + 1]))
          .append('"');
    }
    text.append('>');
    open.push(name);
    return this;
  }

  Xml close() {
    text.append("</wd:").append(open.pop()).append('>');
    return this;
  }

  /** A whole element; nothing where there is no value. */
  Xml put(String name, @Nullable Object value) {
    if (value != null) {
      open(name);
      text.append(escaped(value.toString()));
      close();
    }
    return this;
  }

  Xml flag(String name, boolean value) {
    return put(name, value ? "1" : "0");
  }

  /** What Workday points at things with: a name for people and ids of several types. */
  Xml reference(String name, @Nullable String descriptor, String... typesAndIds) {
    if (descriptor == null) {
      open(name);
    } else {
      open(name, "wd:Descriptor", descriptor);
    }
    for (int at = 0; at < typesAndIds.length; at += 2) {
      open("ID", "wd:type", typesAndIds[at]);
      text.append(escaped(typesAndIds[at + 1]));
      close();
    }
    return close();
  }

  static String escaped(String value) {
    return FORBIDDEN
        .matcher(value)
        .replaceAll("")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
