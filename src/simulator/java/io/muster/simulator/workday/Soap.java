package io.muster.simulator.workday;

import io.muster.simulator.Answer;
import io.muster.simulator.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Envelopes and faults, SOAP 1.1. */
final class Soap {
  private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

  private Soap() {}

  static Document parsed(String body) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var reader = factory.newDocumentBuilder();
      reader.setErrorHandler(null);
      return reader.parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    } catch (SAXException | IOException unreadable) {
      throw new Refusal(fault("SOAP-ENV:Client", "Content is not a SOAP message", null));
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The first element of that name below this one, however deep. */
  static Optional<Element> first(Node in, String name) {
    return all(in, name).stream().findFirst();
  }

  static List<Element> all(Node in, String name) {
    var found = new ArrayList<Element>();
    for (var child = in.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        if (element.getLocalName().equals(name)) {
          found.add(element);
        }
        found.addAll(all(element, name));
      }
    }
    return found;
  }

  static Optional<String> text(Node in, String name) {
    return first(in, name).map(element -> element.getTextContent().strip());
  }

  static Answer answer(String content) {
    return xml(200, content);
  }

  /** A fault; all of them come with 500. */
  static Answer fault(String code, String words, @org.jspecify.annotations.Nullable String detail) {
    var said = detail == null ? "" : "<detail>" + detail + "</detail>";
    return xml(
        500,
        "<SOAP-ENV:Fault xmlns:wd=\"%s\"><faultcode>%s</faultcode><faultstring>%s</faultstring>%s</SOAP-ENV:Fault>"
            .formatted(Xml.NAMESPACE, code, Xml.escaped(words), said));
  }

  /** Something about the request is wrong. */
  static Refusal invalid(String message, String path) {
    var detail =
        new Xml()
            .open("Validation_Fault")
            .open("Validation_Error")
            .put("Message", message)
            .put("Detail_Message", message)
            .put("Xpath", path)
            .close()
            .close();
    return new Refusal(
        fault(
            "SOAP-ENV:Client.validationError",
            "Validation error occurred. " + message,
            detail.toString()));
  }

  private static Answer xml(int status, String content) {
    return new Answer(
        status,
        Map.of("Content-Type", List.of("text/xml;charset=UTF-8")),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><SOAP-ENV:Envelope xmlns:SOAP-ENV=\"%s\"><SOAP-ENV:Body>%s</SOAP-ENV:Body></SOAP-ENV:Envelope>"
            .formatted(ENVELOPE, content));
  }
}
