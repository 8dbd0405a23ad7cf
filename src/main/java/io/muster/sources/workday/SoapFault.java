package io.muster.sources.workday;

import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * What a SOAP fault says.
 *
 * @param code whose fault it is and of which kind
 * @param words for people
 */
record SoapFault(String code, String words) {
  private static final int LONGEST = 200;

  /** The fault in the body of an answer, if there is one that can be read. */
  static Optional<SoapFault> in(byte[] body) {
    try {
      var reader = SafeXml.reader(new ByteArrayInputStream(body));
      while (reader.hasNext()) {
        var event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          return Optional.empty();
        }
        if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("Fault")) {
          return Optional.of(of(XmlNode.read(reader)));
        }
      }
      return Optional.empty();
    } catch (XMLStreamException | UnreadableResponse none) {
      return Optional.empty();
    }
  }

  static SoapFault of(XmlNode fault) {
    var message =
        fault
            .text("detail", "Validation_Fault", "Validation_Error", "Message")
            .or(() -> fault.text("detail", "Processing_Fault", "Detail_Message"))
            .or(() -> fault.text("faultstring"))
            .orElse("nothing");
    var words = message.replaceAll("\\s+", " ");
    return new SoapFault(
        fault.text("faultcode").orElse(""),
        words.length() > LONGEST ? words.substring(0, LONGEST) : words);
  }

  /** The user is not known, or the password is another. */
  boolean aboutCredentials() {
    return has("authenticationerror") || has("invalid username or password");
  }

  /** The user may not do this. */
  boolean aboutPermission() {
    return has("not authorized") || has("permission");
  }

  /** Nothing about what was asked is wrong. */
  boolean theirs() {
    return code.toLowerCase(Locale.ROOT).contains("server");
  }

  private boolean has(String part) {
    return (code + " " + words).toLowerCase(Locale.ROOT).contains(part);
  }
}
