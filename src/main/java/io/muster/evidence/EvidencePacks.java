package io.muster.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Makes packs from the chain alone: what is not in the chain is in no pack. */
@Component
class EvidencePacks implements CaseEvidence {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String CASE = "https://muster.io/evidence/case/v1";
  private static final String SAMPLE = "https://muster.io/evidence/sample/v1";

  /** A head for each day of more than a year would be most of the pack. */
  private static final int MOST_DAYS = 400;

  private final ChainReader reader;
  private final ChainStore store;
  private final HeadStore heads;
  private final SigningKey signing;
  private final Clock clock;

  EvidencePacks(
      ChainReader reader, ChainStore store, HeadStore heads, SigningKey signing, Clock clock) {
    this.reader = reader;
    this.store = store;
    this.heads = heads;
    this.signing = signing;
    this.clock = clock;
  }

  @Override
  public Optional<byte[]> pack(String caseId, String madeBy) {
    return reader.ofCase(caseId).map(read -> pack(caseId, read, madeBy));
  }

  private byte[] pack(String caseId, ChainReader.Read read, String madeBy) {
    var entries = read.entries();
    var days = days(caseId, entries);
    var archive =
        new Archive()
            .with(
                "entries.jsonl",
                entries.stream()
                    .map(entry -> Canonical.json(entry.entry().exported()) + "\n")
                    .collect(Collectors.joining()))
            .with("heads.json", Canonical.json(heads(days)))
            .with("opened.json", Canonical.json(read.opened()))
            .with("case.json", written(story(caseId, entries)));
    heads
        .stamps(days.first(), days.last())
        .forEach((day, stamp) -> archive.with("timestamps/%s.tst".formatted(day), stamp.der()));
    WipeCertificate.of(entries)
        .forEach(
            (device, certificate) -> {
              var name = "wipe-certificates/device-" + device.replaceAll("[^0-9A-Za-z-]", "_");
              archive.with(name + ".json", written(certificate.members()));
              archive.with(name + ".txt", certificate.text());
            });
    return archive.sealed(signing, CASE, made(madeBy, "case", caseId));
  }

  private Map<String, @Nullable Object> made(String by, String what, Object value) {
    var made = new LinkedHashMap<String, @Nullable Object>();
    made.put(what, value);
    made.put("madeAt", clock.instant().toString());
    made.put("madeBy", by);
    return made;
  }

  /** Days, both included. */
  private record Days(LocalDate first, LocalDate last) {}

  /**
   * The first day of the chains to their last; of a case that has not ended, to the newest there
   * is, so that an end that was cut off is missed.
   */
  private static Days days(String caseId, List<OpenedEntry> entries) {
    var days =
        entries.stream()
            .map(entry -> LocalDate.ofInstant(entry.entry().recordedAt(), ZoneOffset.UTC))
            .sorted()
            .toList();
    var ended =
        entries.stream()
            .anyMatch(
                entry ->
                    entry.is(Kinds.CASE_ENDED) && entry.entry().chain().equals("case/" + caseId));
    var first = days.get(0);
    var most = first.plusDays(MOST_DAYS);
    var last = ended ? days.get(days.size() - 1) : most;
    return new Days(first, last.isBefore(most) ? last : most);
  }

  private List<Map<String, @Nullable Object>> heads(Days days) {
    return heads.between(days.first(), days.last()).stream()
        .map(head -> head.exported(heads.leaves(head.day())))
        .toList();
  }

  /** What is in the entries, sorted by the questions an auditor asks. */
  private static Map<String, @Nullable Object> story(String caseId, List<OpenedEntry> entries) {
    var story = new LinkedHashMap<String, @Nullable Object>();
    story.put("case", caseId);
    story.put("person", entries.get(entries.size() - 1).entry().person());
    story.put("whatHrSent", those(entries, entry -> entry.is(Kinds.HR_EVENT)));
    story.put(
        "diagrams",
        those(entries, entry -> entry.is(Kinds.CASE_STARTED) || entry.is(Kinds.PART_STARTED)));
    story.put("decisions", those(entries, entry -> entry.is(Kinds.DECISION)));
    story.put("answers", those(entries, entry -> entry.is(Kinds.ANSWER)));
    story.put("byHand", those(entries, entry -> entry.is(Kinds.BY_HAND)));
    story.put("wipes", those(entries, entry -> entry.is(Kinds.WIPE)));
    story.put(
        "calls", those(entries, entry -> entry.is(Kinds.INTENDED) || entry.is(Kinds.ANSWERED)));
    story.put("readBacks", those(entries, entry -> entry.is(Kinds.SEEN)));
    story.put("outcomes", those(entries, entry -> entry.is(Kinds.OUTCOME)));
    story.put("contradictions", those(entries, EvidencePacks::contradicts));
    story.put(
        "holds",
        those(entries, entry -> entry.is(Kinds.HOLD_PLACED) || entry.is(Kinds.HOLD_LIFTED)));
    story.put("clock", those(entries, entry -> entry.is(Kinds.CLOCK) || entry.is(Kinds.WAIT)));
    story.put(
        "ends", those(entries, entry -> entry.is(Kinds.CASE_ENDED) || entry.is(Kinds.PART_ENDED)));
    story.put("erased", those(entries, entry -> entry.is(Kinds.ERASED)));
    return story;
  }

  private static boolean contradicts(OpenedEntry entry) {
    return (entry.is(Kinds.OUTCOME) && entry.has("state", "CONTRADICTED"))
        || (entry.is(Kinds.SEEN) && entry.has("asWished", "false"));
  }

  private static List<Map<String, @Nullable Object>> those(
      List<OpenedEntry> entries, Predicate<OpenedEntry> which) {
    return entries.stream().filter(which).map(EvidencePacks::line).toList();
  }

  private static Map<String, @Nullable Object> line(OpenedEntry entry) {
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("entry", "%s#%d".formatted(entry.entry().chain(), entry.entry().number()));
    line.put("recordedAt", entry.entry().recordedAt().toString());
    line.put("kind", entry.entry().kind());
    line.putAll(entry.content());
    return line;
  }

  @Override
  public byte[] sample(
      Collection<String> caseIds, Map<String, @Nullable Object> population, String madeBy) {
    var archive = new Archive().with("population.json", written(population));
    for (var caseId : caseIds) {
      pack(caseId, madeBy)
          .ifPresent(
              pack ->
                  archive.with(
                      "packs/%s.zip".formatted(caseId.replaceAll("[^0-9A-Za-z-]", "_")), pack));
    }
    return archive.sealed(signing, SAMPLE, made(madeBy, "cases", List.copyOf(caseIds)));
  }

  @Override
  public List<BegunCase> begun(Instant from, Instant until, int limit) {
    return store.begun(from, until, limit);
  }

  @Override
  public List<String> known(Collection<String> caseIds) {
    return store.known(caseIds);
  }

  @Override
  public List<String> withEvent(Collection<String> caseIds) {
    return store.with(Kinds.HR_EVENT, caseIds);
  }

  @Override
  public List<ShownAnswer> shown(String caseId) {
    return reader.ofKind(caseId, Kinds.ANSWER).stream()
        .map(
            entry ->
                new ShownAnswer(
                    entry.text("task").orElse(""),
                    entry.text("by").orElse(""),
                    entry.entry().recordedAt(),
                    entry.text("shown").orElse("")))
        .toList();
  }

  @Override
  public String publicKeys() {
    return signing.publicKeys();
  }

  @Override
  public String verifier() {
    try {
      return new ClassPathResource("evidence/Verify.java")
          .getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  public Optional<Instant> since() {
    return store.begun();
  }

  private static String written(Map<String, @Nullable Object> members) {
    try {
      return JSON.writeValueAsString(members) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was JSON is JSON", impossible);
    }
  }
}
