package io.muster.deployment;

import io.muster.deployment.ModelSet.Part;
import io.muster.process.AnswerOrder;
import io.muster.process.ModelCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What files make easier to destroy, compared with what is live, or shipped where nothing is live.
 * Decides; keeps nothing.
 */
final class LooseningCheck {
  private final ModelCatalog palette;
  private final Collection<AnswerOrder> orders;
  private final ModelSet live;
  private final ModelSet shipped;

  /** True if a file comes with the program and takes the place of one that came with it too. */
  private final BiPredicate<Part, Part> isUpgrade;

  private final List<String> loosens = new ArrayList<>();
  private final Map<String, byte[]> base = new TreeMap<>();

  LooseningCheck(
      ModelCatalog palette,
      Collection<AnswerOrder> orders,
      ModelSet live,
      ModelSet shipped,
      BiPredicate<Part, Part> isUpgrade) {
    this.palette = palette;
    this.orders = orders;
    this.live = live;
    this.shipped = shipped;
    this.isUpgrade = isUpgrade;
  }

  /**
   * What was found.
   *
   * @param loosens what becomes easier, in plain words; empty if nothing
   * @param base the digest of everything it was compared with
   */
  record Found(List<String> loosens, String base) {}

  /** Compares these files. */
  Found check(ModelSet submitted) {
    orders.forEach(order -> table(order, submitted));
    var guarded = guarded(submitted);
    var comparison = new DiagramComparison(palette, submitted.readForms(), own(submitted));
    submitted
        .processes()
        .forEach(
            (key, part) -> {
              if (guarded.contains(key)) {
                process(key, part, comparison);
              }
            });
    var shown = live.shownBy(guarded);
    submitted
        .forms()
        .forEach(
            (id, part) -> {
              if (shown.contains(id)) {
                form(id, part);
              }
            });
    return new Found(loosens.stream().distinct().toList(), Sha.of(base));
  }

  /** The guarded processes, as things stand and as they would. */
  Set<String> guarded(ModelSet submitted) {
    return new GuardedPaths(
            palette, Stream.of(live, submitted).flatMap(LooseningCheck::processes).toList())
        .keys();
  }

  /** What the gate has found to run no step of ours: as it would be after the deployment. */
  private Set<String> own(ModelSet submitted) {
    return Stream.concat(
            processes(submitted),
            processes(live)
                .filter(process -> !submitted.processes().containsKey(process.getAttribute("id"))))
        .filter(process -> Declared.of(process).isOwnProcess())
        .map(process -> process.getAttribute("id"))
        .filter(key -> !palette.processes().contains(key))
        .collect(Collectors.toSet());
  }

  private static Stream<Element> processes(ModelSet set) {
    return set.processes().entrySet().stream().map(one -> one.getValue().process(one.getKey()));
  }

  private void table(AnswerOrder order, ModelSet submitted) {
    var id = order.decision();
    var part = submitted.tables().get(id);
    if (part == null) {
      return;
    }
    var before = known("table " + id, live.tables().get(id), shipped.tables().get(id));
    if (before == null) {
      loosens.add("the table '%s' is new, and there is none to compare it with".formatted(id));
      return;
    }
    loosens.addAll(
        TableComparison.loosens(
            TableComparison.Version.of(before.file(), id),
            TableComparison.Version.of(part.file(), id),
            order));
  }

  private void process(String key, Part part, DiagramComparison comparison) {
    var before = known("process " + key, live.processes().get(key), shipped.processes().get(key));
    if (before == null) {
      loosens.add(
          "the process '%s' is new, and devices are wiped on its way or on that of its callers"
              .formatted(key));
    } else if (!isUpgrade.test(before, part)) {
      loosens.addAll(comparison.loosens(before.process(key), part.process(key)));
    }
  }

  private void form(String id, Part part) {
    var before = known("form " + id, live.forms().get(id), shipped.forms().get(id));
    if (before == null) {
      loosens.add("the form '%s' is new in a process that wipes devices".formatted(id));
    } else if (!isUpgrade.test(before, part)) {
      loosens.addAll(FormComparison.loosens(before.file(), part.file()));
    }
  }

  private @Nullable Part known(String name, @Nullable Part live, @Nullable Part shipped) {
    var known = live == null ? shipped : live;
    base.put(name, known == null ? new byte[0] : known.file());
    return known;
  }
}
