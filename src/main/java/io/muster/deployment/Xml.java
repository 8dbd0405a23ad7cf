package io.muster.deployment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The XML of diagrams and tables, read without fetching anything from anywhere. */
final class Xml {
  static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
  static final String DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI";

  private Xml() {}

  /**
   * The root element.
   *
   * @throws IllegalArgumentException if this is no XML, saying where it breaks off
   */
  static Element read(byte[] bytes) {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Silent());
      return builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
    } catch (SAXParseException broken) {
      throw new IllegalArgumentException(
          // the parser quotes the file, which may be no model but somebody's secret
          "is no XML that can be read (line %d)".formatted(broken.getLineNumber()));
    } catch (SAXException | IOException broken) {
      throw new IllegalArgumentException("is no XML that can be read", broken);
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The element and everything below it. */
  static List<Element> all(Element root) {
    var all = new ArrayList<Element>();
    all.add(root);
    children(root).forEach(child -> all.addAll(all(child)));
    return all;
  }

  /** Those of them with this name. */
  static List<Element> all(Element root, String name) {
    return all(root).stream().filter(element -> name.equals(element.getLocalName())).toList();
  }

  static List<Element> children(Element parent) {
    var children = new ArrayList<Element>();
    for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  static List<Attr> attributes(Element element) {
    var attributes = new ArrayList<Attr>();
    var map = element.getAttributes();
    for (var index = 0; index < map.getLength(); index++) {
      attributes.add((Attr) map.item(index));
    }
    return attributes;
  }

  /** The text directly in the element. */
  static String text(Element element) {
    var text = new StringBuilder();
    for (var child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
        text.append(child.getNodeValue());
      }
    }
    return text.toString().strip();
  }

  /** A Camunda attribute; empty text if it is not there. */
  static String camunda(Element element, String name) {
    return element.getAttributeNS(CAMUNDA, name);
  }

  static @Nullable Element parent(Element element) {
    return element.getParentNode() instanceof Element parent ? parent : null;
  }

  static boolean isBpmn(Element element, String name) {
    return BPMN.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  /** Keeps the parser from printing what the caller is told anyway. */
  private static final class Silent implements ErrorHandler {
    @Override
    public void warning(SAXParseException warning) {}

    @Override
    public void error(SAXParseException error) throws SAXException {
      throw error;
    }

    @Override
    public void fatalError(SAXParseException error) throws SAXException {
      throw error;
    }
  }
}
