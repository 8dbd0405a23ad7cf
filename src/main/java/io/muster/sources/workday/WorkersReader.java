package io.muster.sources.workday;

import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads answers of Get_Workers a worker at a time, and to the end or not at all. */
final class WorkersReader {
  private static final String ANSWER = "Get_Workers_Response";

  private final WorkdayFields fields;

  /**
   * A reader.
   *
   * @param zone the zone of moments that have none
   */
  WorkersReader(ZoneId zone) {
    fields = new WorkdayFields(zone);
  }

  /**
   * Reads one answer.
   *
   * @throws Unreadable if it is not whole, or not what it has to be
   * @throws Faulty if it says that something was wrong
   */
  WorkersPage read(InputStream from) throws UnreadableResponse, Faulty {
    try {
      return read(SafeXml.reader(from));
    } catch (XMLStreamException broken) {
      throw new UnreadableResponse(
          "it is no XML, or ends before its end (line %d)"
              .formatted(broken.getLocation() == null ? 0 : broken.getLocation().getLineNumber()),
          broken);
    }
  }

  private WorkersPage read(XMLStreamReader from)
      throws XMLStreamException, UnreadableResponse, Faulty {
    XmlNode results = null;
    boolean answered = false;
    var workers = new ArrayList<SeenWorker>();
    while (from.hasNext()) {
      switch (from.next()) {
        case XMLStreamConstants.DTD ->
            throw new UnreadableResponse(
                "it brings a document type of its own, which is not accepted");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new UnreadableResponse(
                "it refers to an entity of its own, which is not resolved");
        case XMLStreamConstants.START_ELEMENT -> {
          switch (from.getLocalName()) {
            case "Fault" -> throw new Faulty(SoapFault.of(XmlNode.read(from)));
            case ANSWER -> answered = true;
            case "Response_Results" -> results = XmlNode.read(from);
            case "Worker" -> workers.add(fields.worker(XmlNode.read(from)));
            default -> {}
          }
        }
        default -> {}
      }
    }
    if (!answered) {
      throw new UnreadableResponse("it holds no " + ANSWER);
    }
    return page(results, workers);
  }

  private static WorkersPage page(@Nullable XmlNode results, List<SeenWorker> workers)
      throws UnreadableResponse {
    if (results == null) {
      throw new UnreadableResponse("it does not say how many workers there are (Response_Results)");
    }
    int here = number(results, "Page_Results");
    if (here != workers.size()) {
      throw new UnreadableResponse(
          "it says that it holds %d workers and holds %d".formatted(here, workers.size()));
    }
    return new WorkersPage(
        number(results, "Total_Results"),
        number(results, "Total_Pages"),
        number(results, "Page"),
        workers);
  }

  private static int number(XmlNode results, String name) throws UnreadableResponse {
    var text = results.text(name).orElse("");
    if (!text.matches("\\d{1,9}")) {
      throw new UnreadableResponse("%s is not a number".formatted(name));
    }
    return Integer.parseInt(text);
  }

  /** The answer is a fault. */
  static final class Faulty extends Exception {
    private final transient SoapFault fault;

    Faulty(SoapFault fault) {
      super(fault.words());
      this.fault = fault;
    }

    SoapFault fault() {
      return fault;
    }
  }
}
