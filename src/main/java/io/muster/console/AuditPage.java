package io.muster.console;

import io.muster.evidence.CaseEvidence;
import io.muster.people.EmployeeId;
import io.muster.people.PeopleSearch;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit room: a period, its population by three books that must agree, and a sample of it. */
@Controller
class AuditPage implements ConsolePage {
  private static final int USUAL_DAYS = 30;
  private static final int MOST_SHOWN = 500;
  private static final MediaType ZIP = MediaType.parseMediaType("application/zip");

  private final AuditRoom room;
  private final CaseEvidence evidence;
  private final PeopleSearch people;
  private final Clock clock;

  AuditPage(AuditRoom room, CaseEvidence evidence, PeopleSearch people, Clock clock) {
    this.room = room;
    this.evidence = evidence;
    this.people = people;
    this.clock = clock;
  }

  @GetMapping("/console/audit")
  String population(
      @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate from,
      @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate to,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.AUDIT);
    var population = room.population(period(from, to, clock));
    var shown = population.members().stream().limit(MOST_SHOWN).toList();
    page.addAttribute("population", population);
    page.addAttribute("period", population.period());
    page.addAttribute("shown", shown);
    page.addAttribute("left", population.members().size() - shown.size());
    page.addAttribute("most", AuditRoom.MOST);
    page.addAttribute("signed", !evidence.publicKeys().isEmpty());
    page.addAttribute("largest", AuditRoom.LARGEST_SAMPLE);
    page.addAttribute(
        "names",
        people
            .named(
                shown.stream()
                    .map(Population.Member::employee)
                    .filter(Objects::nonNull)
                    .map(EmployeeId::new)
                    .toList())
            .entrySet()
            .stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().value(), entry -> entry.getValue().name())));
    return "console/audit";
  }

  /** The packs of the sample; picked cases, or so many by chance. */
  @GetMapping("/console/audit/sample")
  ResponseEntity<byte[]> sample(
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      @RequestParam(name = "case", required = false) @Nullable List<String> picked,
      @RequestParam(required = false) @Nullable Integer size,
      @RequestParam(required = false) @Nullable Long seed,
      Viewer viewer) {
    viewer.demand(Page.AUDIT);
    return zip(
        room,
        evidence,
        new AuditPeriod(from, to),
        new AuditSample(picked == null ? List.of() : picked, size, seed),
        viewer.name());
  }

  /** The pack of one case. */
  @GetMapping("/console/cases/{id}/evidence")
  ResponseEntity<byte[]> pack(@PathVariable String id, Viewer viewer) {
    viewer.demand(Page.AUDIT);
    return file(
        ZIP,
        "evidence-%s.zip".formatted(id.replaceAll("[^0-9A-Za-z-]", "_")),
        evidence.pack(id, viewer.name()).orElseThrow(PageRefused::noEvidence));
  }

  /** What packs are checked with, as the API has it. */
  @GetMapping("/console/audit/Verify.java")
  ResponseEntity<byte[]> verifier(Viewer viewer) {
    viewer.demand(Page.AUDIT);
    return file(
        MediaType.TEXT_PLAIN, "Verify.java", evidence.verifier().getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/console/audit/public-keys.pem")
  ResponseEntity<byte[]> publicKeys(Viewer viewer) {
    viewer.demand(Page.AUDIT);
    return file(
        MediaType.TEXT_PLAIN,
        "public-keys.pem",
        evidence.publicKeys().getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseEntity<byte[]> file(MediaType type, String name, byte[] content) {
    return ResponseEntity.ok()
        .contentType(type)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(content);
  }

  static ResponseEntity<byte[]> zip(
      AuditRoom room, CaseEvidence evidence, AuditPeriod period, AuditSample sample, String by) {
    var drawn = sample.from(room.population(period));
    return file(
        ZIP,
        "sample-%s-%s.zip".formatted(period.from(), period.to()),
        evidence.sample(drawn.cases(), drawn.how(), by));
  }

  /** The days that were asked for; the last thirty where none were. */
  static AuditPeriod period(@Nullable LocalDate from, @Nullable LocalDate to, Clock clock) {
    var last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : to;
    return new AuditPeriod(from == null ? last.minusDays(USUAL_DAYS - 1L) : from, last);
  }
}
