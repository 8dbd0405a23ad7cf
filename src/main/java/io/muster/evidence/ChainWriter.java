package io.muster.evidence;

import io.muster.evidence.Fact.Personal;
import io.muster.evidence.Fact.Where;
import io.muster.evidence.PersonKeys.PersonKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes facts to the end of their chains, in the caller's transaction.
 *
 * <p>Keys first, then chains, each in one order: two transactions never wait for each other.
 */
@Component
class ChainWriter {
  private final ChainStore store;
  private final PersonKeys keys;
  private final SigningKey signing;
  private final Clock clock;

  ChainWriter(ChainStore store, PersonKeys keys, SigningKey signing, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.signing = signing;
    this.clock = clock;
  }

  /** Appends them all, each chain's in the order given. */
  void append(List<Fact> facts) {
    var people = people(facts);
    var needed = new TreeSet<String>();
    facts.forEach(
        fact -> {
          if (fact.where().kind() == Where.Kind.PERSON) {
            needed.add(Fact.employee(fact.where().name()));
          }
          fact.content().values().forEach(value -> subjects(value, subject(fact, people), needed));
        });
    var found = keys.of(needed);
    var chains = new TreeMap<String, List<Fact>>();
    facts.forEach(
        fact ->
            chains
                .computeIfAbsent(chain(fact.where(), found), name -> new ArrayList<>())
                .add(fact));
    chains.forEach((chain, of) -> append(chain, of, people, found));
  }

  private void append(
      String chain, List<Fact> facts, Map<Where, String> people, Map<String, PersonKey> found) {
    store.lock(chain);
    var last = store.last(chain).orElse(null);
    var entries = new ArrayList<ChainEntry>();
    for (var fact : facts) {
      var content = Canonical.json(sealed(fact.content(), subject(fact, people), found));
      last = entry(chain, last, fact, content, people.get(fact.where()));
      entries.add(last);
    }
    store.append(entries);
  }

  private ChainEntry entry(
      String chain, @Nullable ChainEntry last, Fact fact, String content, @Nullable String person) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    // another node's clock may be ahead; time in a chain never goes back
    var at = last == null || now.isAfter(last.recordedAt()) ? now : last.recordedAt();
    var number = last == null ? 1 : last.number() + 1;
    var previous = last == null ? ChainEntry.NOTHING_BEFORE : last.hash();
    var hash = ChainEntry.hash(chain, number, previous, at, fact.kind(), content);
    return new ChainEntry(
        chain,
        number,
        previous,
        at,
        fact.kind(),
        content,
        hash,
        signing.sign(hash).orElse(null),
        person);
  }

  /** Whom each chain is about, from what is said now or was before. */
  private Map<Where, String> people(List<Fact> facts) {
    var people = new HashMap<Where, String>();
    facts.forEach(
        fact -> {
          if (fact.person() != null) {
            people.putIfAbsent(fact.where(), fact.person());
          }
        });
    facts.stream()
        .map(Fact::where)
        .filter(where -> where.kind() == Where.Kind.CASE && !people.containsKey(where))
        .distinct()
        .forEach(
            where ->
                store
                    .person(chain(where, Map.of()))
                    .ifPresent(person -> people.put(where, person)));
    return people;
  }

  /** Whose key opens what is said about the person of the chain. */
  private static String subject(Fact fact, Map<Where, String> people) {
    var person = people.get(fact.where());
    return person == null
        ? "chain/%s/%s".formatted(fact.where().kind(), fact.where().name())
        : Fact.employee(person);
  }

  /** What names a person is named by the key's random id, so that it says nothing afterwards. */
  private static String chain(Where where, Map<String, PersonKey> found) {
    return switch (where.kind()) {
      case CASE -> "case/" + where.name();
      case SOURCE -> "source/" + where.name();
      case PERSON ->
          "person/" + Objects.requireNonNull(found.get(Fact.employee(where.name()))).id();
    };
  }

  private static void subjects(@Nullable Object value, String usual, java.util.Set<String> needed) {
    if (value instanceof Personal personal) {
      needed.add(personal.subject() == null ? usual : personal.subject());
    } else if (value instanceof List<?> list) {
      list.forEach(one -> subjects(one, usual, needed));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(one -> subjects(one, usual, needed));
    }
  }

  private @Nullable Object sealed(
      @Nullable Object value, String usual, Map<String, PersonKey> found) {
    if (value instanceof Personal personal) {
      var key = found.get(personal.subject() == null ? usual : personal.subject());
      return keys.seal(Objects.requireNonNull(key), personal.text());
    }
    if (value instanceof List<?> list) {
      var all = new ArrayList<@Nullable Object>();
      list.forEach(one -> all.add(sealed(one, usual, found)));
      return all;
    }
    if (value instanceof Map<?, ?> map) {
      var all = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((name, one) -> all.put((String) name, sealed(one, usual, found)));
      return all;
    }
    return value;
  }
}
