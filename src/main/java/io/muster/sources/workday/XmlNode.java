package io.muster.sources.workday;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** One worker's elements, small enough to be held; names without their namespace. */
final class XmlNode {
  private static final int DEEPEST = 60;
  private static final int LONGEST = 100_000;

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<XmlNode> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlNode(XMLStreamReader at) {
    name = at.getLocalName();
    for (int number = 0; number < at.getAttributeCount(); number++) {
      attributes.put(at.getAttributeLocalName(number), at.getAttributeValue(number));
    }
  }

  /** Reads the element the reader is at, to its end. */
  static XmlNode read(XMLStreamReader from) throws XMLStreamException, UnreadableResponse {
    return read(from, 0);
  }

  private static XmlNode read(XMLStreamReader from, int depth)
      throws XMLStreamException, UnreadableResponse {
    if (depth > DEEPEST) {
      throw new UnreadableResponse("elements are nested more than %d deep".formatted(DEEPEST));
    }
    var node = new XmlNode(from);
    while (true) {
      switch (from.next()) {
        case XMLStreamConstants.START_ELEMENT -> node.children.add(read(from, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          node.text.append(from.getText());
          if (node.text.length() > LONGEST) {
            throw new UnreadableResponse("%s is longer than %d".formatted(node.name, LONGEST));
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new UnreadableResponse(
                "it refers to an entity of its own, which is not resolved");
        case XMLStreamConstants.END_ELEMENT -> {
          return node;
        }
        default -> {}
      }
    }
  }

  /** The elements at the end of this way, all of them. */
  Stream<XmlNode> all(String... way) {
    var found = Stream.of(this);
    for (var step : way) {
      found = found.flatMap(node -> node.children.stream().filter(it -> it.name.equals(step)));
    }
    return found;
  }

  Optional<XmlNode> first(String... way) {
    return all(way).findFirst();
  }

  /** The text there; nothing if there is no such element, or nothing in it. */
  Optional<String> text(String... way) {
    return first(way).map(node -> node.text.toString().strip()).filter(text -> !text.isEmpty());
  }

  String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  /** The id of this type that the reference there has. */
  Optional<String> id(String type) {
    return all("ID")
        .filter(id -> id.attribute("type").equals(type))
        .map(id -> id.text.toString().strip())
        .filter(id -> !id.isEmpty())
        .findFirst();
  }

  /** What people call what the reference points at. */
  Optional<String> descriptor() {
    return Optional.of(attribute("Descriptor").strip()).filter(text -> !text.isEmpty());
  }
}
