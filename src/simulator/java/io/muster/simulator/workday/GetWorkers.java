package io.muster.simulator.workday;

import io.muster.simulator.Answer;
import io.muster.simulator.workday.Happening.Line;
import io.muster.simulator.workday.Tenant.Seen;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.w3c.dom.Element;

/** The operation Get_Workers: whom is asked for, as of when, a page at a time. */
final class GetWorkers {
  private static final int DEFAULT_COUNT = 100;

  private final Tenant tenant;
  private final WorkdayOptions options;

  GetWorkers(Tenant tenant, WorkdayOptions options) {
    this.tenant = tenant;
    this.options = options;
  }

  /**
   * Answers a request.
   *
   * @param version as the path says it
   */
  Answer answer(Element request, String version) {
    var said = request.getAttributeNS(Xml.NAMESPACE, "version");
    if (!version.equals(options.version()) || !(said.isEmpty() || said.equals(version))) {
      throw Soap.invalid("The version " + said + " is not the one of this address", "/version");
    }
    var day = date(request, "As_Of_Effective_Date").orElse(tenant.today());
    var entry = moment(request, "As_Of_Entry_DateTime").orElse(tenant.now());
    var page = number(request, "Page").orElse(1);
    var count = number(request, "Count").orElse(DEFAULT_COUNT);
    if (page < 1) {
      throw Soap.invalid("Page must be 1 or more", "Response_Filter/Page");
    }
    if (count < 1 || count > options.mostPerPage()) {
      throw Soap.invalid(
          "Count must be from 1 to " + options.mostPerPage(), "Response_Filter/Count");
    }
    var found = wanted(request, tenant.everybody(day, entry), entry);
    var pages = (found.size() + count - 1) / count;
    var shown = found.stream().skip((page - 1L) * count).limit(count).toList();
    if (tenant.losesOne && !shown.isEmpty()) {
      tenant.losesOne = false;
      shown = shown.subList(0, shown.size() - 1);
    }
    var shapes = new WorkerShapes(tenant, options);
    var xml =
        new Xml()
            .open("Get_Workers_Response", "xmlns:wd", Xml.NAMESPACE, "wd:version", version)
            .open("Response_Results")
            .put("Total_Results", found.size())
            .put("Total_Pages", pages)
            .put("Page_Results", shown.size())
            .put("Page", page)
            .close()
            .open("Response_Data");
    var group = Soap.first(request, "Response_Group").orElse(null);
    shown.forEach(worker -> shapes.write(xml, worker, group));
    return Soap.answer(xml.close().close().toString());
  }

  private List<Seen> wanted(Element request, List<Seen> everybody, Instant entry) {
    var references = Soap.first(request, "Request_References");
    if (references.isPresent()) {
      return referenced(references.get(), everybody);
    }
    var blocks = Soap.all(request, "Transaction_Log_Criteria_Data");
    var windows = blocks.stream().map(this::window).toList();
    var noInactive =
        Soap.text(request, "Exclude_Inactive_Workers").filter(GetWorkers::isTrue).isPresent();
    return everybody.stream()
        .filter(worker -> !noInactive || worker.state().active())
        .filter(
            worker ->
                windows.isEmpty()
                    || worker.record().all(entry).stream()
                        .anyMatch(line -> windows.stream().anyMatch(it -> it.holds(line))))
        .toList();
  }

  private static List<Seen> referenced(Element references, List<Seen> everybody) {
    var skip =
        isTrue(references.getAttributeNS(Xml.NAMESPACE, "Skip_Non_Existing_Instances"))
            || isTrue(references.getAttribute("Skip_Non_Existing_Instances"));
    var found = new LinkedHashSet<Seen>();
    for (var id : Soap.all(references, "ID")) {
      var type = id.getAttributeNS(Xml.NAMESPACE, "type");
      var value = id.getTextContent().strip();
      var those =
          everybody.stream()
              .filter(
                  worker ->
                      switch (type) {
                        case "WID" -> worker.record().wid.equals(value);
                        case "Employee_ID" ->
                            !worker.record().contingent && worker.record().workerId.equals(value);
                        case "Contingent_Worker_ID" ->
                            worker.record().contingent && worker.record().workerId.equals(value);
                        default -> false;
                      })
              .toList();
      if (those.isEmpty() && !skip) {
        throw Soap.invalid(
            "Invalid ID value. '%s' is not a valid ID value for type = '%s'".formatted(value, type),
            "Request_References/Worker_Reference");
      }
      found.addAll(those);
    }
    return new ArrayList<>(found);
  }

  private record Window(
      Optional<Instant> updatedFrom,
      Optional<Instant> updatedThrough,
      Optional<Instant> effectiveFrom,
      Optional<Instant> effectiveThrough,
      List<String> types,
      Function<LocalDate, Instant> start) {
    boolean holds(Line line) {
      var effective = start.apply(line.effective());
      return (types.isEmpty() || types.contains(line.of().kind.words))
          && updatedFrom.filter(line.entered()::isBefore).isEmpty()
          && updatedThrough.filter(line.entered()::isAfter).isEmpty()
          && effectiveFrom.filter(effective::isBefore).isEmpty()
          && effectiveThrough.filter(effective::isAfter).isEmpty();
    }
  }

  private Window window(Element block) {
    var window =
        new Window(
            moment(block, "Updated_From"),
            moment(block, "Updated_Through"),
            moment(block, "Effective_From"),
            moment(block, "Effective_Through"),
            Soap.first(block, "Transaction_Type_References").stream()
                .flatMap(types -> Soap.all(types, "ID").stream())
                .map(id -> id.getTextContent().strip())
                .toList(),
            date -> date.atStartOfDay(options.zone()).toInstant());
    both("Updated", window.updatedFrom(), window.updatedThrough());
    both("Effective", window.effectiveFrom(), window.effectiveThrough());
    if (window.updatedThrough().filter(it -> it.isAfter(tenant.now())).isPresent()) {
      throw Soap.invalid(
          "Updated Through must not be later than the current moment", "Updated_Through");
    }
    return window;
  }

  private static void both(String range, Optional<Instant> from, Optional<Instant> through) {
    if (from.isPresent() != through.isPresent()) {
      throw Soap.invalid("%1$s From and %1$s Through are both needed".formatted(range), range);
    }
    if (from.isPresent() && from.get().isAfter(through.orElseThrow())) {
      throw Soap.invalid("%1$s From is after %1$s Through".formatted(range), range);
    }
  }

  private Optional<LocalDate> date(Element in, String name) {
    // the offset, if any, says nothing
    return Soap.text(in, name)
        .map(text -> read(name, () -> LocalDate.parse(text.substring(0, 10))));
  }

  private Optional<Instant> moment(Element in, String name) {
    return Soap.text(in, name)
        .map(text -> read(name, () -> OffsetDateTime.parse(text).toInstant()));
  }

  private static Optional<Integer> number(Element in, String name) {
    return Soap.text(in, name).map(text -> read(name, () -> Integer.valueOf(text)));
  }

  private static <T> T read(String name, java.util.function.Supplier<T> reading) {
    try {
      return reading.get();
    } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException wrong) {
      throw Soap.invalid(name + " cannot be read", name);
    }
  }

  static boolean isTrue(String text) {
    return text.equals("1") || text.equals("true");
  }
}
