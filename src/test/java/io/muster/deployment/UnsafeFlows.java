package io.muster.deployment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** Edits after which a way to the wipe misses a guard. */
final class UnsafeFlows extends Edits {
  private static final List<String> ASKED =
      List.of("", "${immediate}", "${decision == 'tryAgain'}");
  private static final String DEVICE = "offboardDevice";
  private static final String WHOLE = "offboarding";
  private static final String AWAKE = "wipeWhenAwake";
  private static final String CONTAIN = "containDevices";
  private static final String MORE = "moreDevices";
  private static final String SNAPSHOT = "Find and write down the devices";
  private static final String LOCK = "Lock the devices";
  private static final String ISOLATE = "Isolate the devices";
  private static final String INSPECT = "Look at the device";
  private static final String DECIDE = "Decide what happens to the device";
  private static final String PLAN = "Write the wipe plan";
  private static final String YES = "Approve the wipe";
  private static final String WARRANT = "Issue the wipe warrant";
  private static final String SEEN = "Look whether it is awake";

  UnsafeFlows() {
    drops();
    otherSteps();
    moves();
    bypasses();
    conditions();
    starts();
    boundaries();
    eventSubProcesses();
    linksAndBranches();
    rounds();
    calls();
    otherBundles();
  }

  private void drops() {
    var family = new Family("a step is dropped", "nothing of what it does has happened");
    drop(family, CONTAIN, "snapshotDevices", SNAPSHOT);
    drop(family, CONTAIN, "lockDevices", LOCK);
    drop(family, CONTAIN, "isolateDevices", ISOLATE);
    drop(family, MORE, "lookForMore", LOCK);
    drop(family, MORE, "lockDevices_more", LOCK);
    drop(family, MORE, "isolateDevices_more", ISOLATE);
    drop(family, DEVICE, "inspectDevice", INSPECT);
    drop(family, DEVICE, "decideWipe", DECIDE);
    drop(family, DEVICE, "planWipe", PLAN);
    drop(family, DEVICE, "approveWipe", YES);
    drop(family, DEVICE, "letSilenceCount", YES);
    drop(family, AWAKE, "issueWarrant", WARRANT);
    drop(family, AWAKE, "checkAwake", SEEN);
    drop(family, WHOLE, CONTAIN, SNAPSHOT);
  }

  private void drop(Family family, String process, String step, String missing) {
    if (step.equals("lookForMore")) {
      draw(
          family,
          process,
          "without the second look",
          drawing -> drawing.lead("moreAwaited", "lookForMore", "moreContained"),
          missing,
          SNAPSHOT);
      return;
    }
    draw(family, process, "without " + step, drawing -> drawing.drop(step), missing, step);
  }

  private void otherSteps() {
    var family = new Family("a step does something else", "its name stays, its work does not");
    var guards =
        Map.of(
            "snapshotDevices", CONTAIN,
            "lockDevices", CONTAIN,
            "isolateDevices", CONTAIN,
            "lockDevices_more", MORE,
            "isolateDevices_more", MORE,
            "inspectDevice", DEVICE,
            "planWipe", DEVICE,
            "issueWarrant", AWAKE,
            "checkAwake", AWAKE);
    for (var bean : List.of("wakeDevice", "remindApprovers", "checkShut", "seeWhatRuns")) {
      guards.keySet().stream()
          .sorted()
          .forEach(
              step ->
                  draw(
                      family,
                      requireNonNull(guards.get(step)),
                      "%s runs %s".formatted(step, bean),
                      drawing -> drawing.camunda(step, "delegateExpression", "${" + bean + "}"),
                      step,
                      SNAPSHOT,
                      LOCK,
                      ISOLATE,
                      INSPECT,
                      PLAN,
                      WARRANT,
                      SEEN));
    }
    draw(
        family,
        DEVICE,
        "decideWipe asks another table",
        drawing ->
            drawing
                .camunda("decideWipe", "decisionRef", "connectionRouting")
                .camunda("decideWipe", "resultVariable", "connection"),
        "decideWipe",
        DECIDE);
  }

  private void moves() {
    var family = new Family("two steps change places", "what comes later relies on the first");
    swap(family, CONTAIN, "snapshotDevices", "lockDevices", LOCK, SNAPSHOT);
    swap(family, CONTAIN, "snapshotDevices", "isolateDevices", ISOLATE, LOCK);
    swap(family, CONTAIN, "snapshotDevices", "letAccountsFollow", LOCK);
    swap(family, DEVICE, "inspectDevice", "decideWipe", INSPECT);
    swap(family, DEVICE, "inspectDevice", "planWipe", INSPECT, DECIDE);
    swap(family, DEVICE, "decideWipe", "planWipe", DECIDE);
    swap(family, DEVICE, "planWipe", "approveWipe", PLAN);
    swap(family, DEVICE, "approveWipe", "wipeWhenAwake", YES);
    swap(family, DEVICE, "escalateApproval", "letSilenceCount", YES);
    swap(family, AWAKE, "issueWarrant", "checkAwake", WARRANT, SEEN);
    swap(family, AWAKE, "issueWarrant", "wipeDevice", WARRANT);
    swap(family, AWAKE, "checkAwake", "wipeDevice", SEEN);
    swap(family, AWAKE, "issueWarrant", "checkWipe", WARRANT);
    swap(family, WHOLE, CONTAIN, "offboardDevice", SNAPSHOT);
    swap(family, WHOLE, CONTAIN, "retireLeaver", SNAPSHOT);
    swap(family, WHOLE, CONTAIN, MORE, SNAPSHOT);
    swap(family, MORE, "lockDevices_more", "offboardDevice", LOCK);
    swap(family, MORE, "isolateDevices_more", "offboardDevice", ISOLATE, LOCK);
  }

  private void swap(Family family, String process, String one, String other, String... says) {
    draw(
        family,
        process,
        "%s and %s".formatted(one, other),
        drawing -> drawing.swap(one, other),
        says);
  }

  private void bypasses() {
    var family = new Family("a flow leads past a guard", "there is a way without it");
    for (var from :
        List.of(
            "deviceWrittenDown",
            "inspectDevice",
            "decideWipe",
            "isAnythingErased",
            "planWipe",
            "mustSomebodyAgree",
            "isApproved",
            "whatDoesSilenceMean",
            "escalateApproval",
            "remindApprovers",
            "isItWiped",
            "howToGoOnWithPlan")) {
      around(family, DEVICE, from, "wipeWhenAwake");
    }
    for (var from :
        List.of("deviceWrittenDown", "inspectDevice", "howToGoOnWithPlan", "isItWiped")) {
      around(family, DEVICE, from, "planWipe");
    }
    for (var from : List.of("deviceWrittenDown", "isItWiped", "howToGoOnWithPlan")) {
      around(family, DEVICE, from, "decideWipe");
    }
    for (var from : List.of("planWipe", "mustSomebodyAgree", "isApproved", "isAnythingErased")) {
      around(family, DEVICE, from, "letSilenceCount");
    }
    for (var from :
        List.of(
            "wipeAgreed",
            "issueWarrant",
            "wakeDevice",
            "checkAwake",
            "isItAwake",
            "whatNow",
            "waitForDevice",
            "chaseDevice",
            "recordChase",
            "isWrittenOff",
            "resolveWarrant",
            "howToGoOnWithRefusal",
            "howToGoOnWithWipe",
            "isWipeSeen",
            "waitForWipe")) {
      around(family, AWAKE, from, "wipeDevice");
    }
    for (var from : List.of("terminated", "effective", "stopOtherCases", "containAccounts")) {
      around(family, WHOLE, from, "sideBySide");
      around(family, WHOLE, from, "offboardDevice");
    }
    for (var way :
        List.of(
            "devicesAwaited lockDevices",
            "devicesAwaited isolateDevices",
            "devicesAwaited letAccountsFollow",
            "snapshotDevices isolateDevices",
            "snapshotDevices letAccountsFollow",
            "lockDevices letAccountsFollow")) {
      var ends = way.split(" ", -1);
      around(family, CONTAIN, ends[0], ends[1]);
    }
    for (var from : List.of("moreAwaited", "lookForMore", "isThereMore", "identifyDevices")) {
      around(family, MORE, from, "moreContained");
    }
    around(family, MORE, "isThereMore", "isolateDevices_more");
    around(family, MORE, "lockDevices_more", "moreAskedFor");
  }

  /** By a gateway, which is the plain way to draw it. */
  private void around(Family family, String process, String from, String to) {
    for (var asked : ASKED) {
      draw(
          family,
          process,
          "from %s to %s%s".formatted(from, to, asked.isEmpty() ? "" : " if " + asked),
          drawing -> {
            if (ScopeGraph.isGateway(drawing.find(from))) {
              drawing.connect(from, to, asked.isEmpty() ? "${begun}" : asked);
              return;
            }
            var next = drawing.flowsFrom(from).get(0).getAttribute("targetRef");
            var gateway =
                drawing.add(drawing.scope(from), "exclusiveGateway", "shortCut", "Short?");
            drawing.between(from, next, gateway);
            drawing.flow("shortCut", next).setAttribute("id", "usual");
            gateway.setAttribute("default", "usual");
            drawing.connect("shortCut", to, asked.isEmpty() ? "${begun}" : asked);
          },
          SNAPSHOT,
          LOCK,
          ISOLATE,
          INSPECT,
          DECIDE,
          PLAN,
          YES,
          WARRANT,
          SEEN);
    }
  }

  private void conditions() {
    var family = new Family("a gateway asks something else", "the way is open to whom it was not");
    draw(
        family,
        DEVICE,
        "erases what the table keeps",
        drawing -> drawing.ask("isAnythingErased", "planWipe", "${wipeKind == 'none'}"),
        DECIDE);
    for (var asked :
        List.of(
            "",
            "${approval != 'none'}",
            "${approval == 'one'}",
            "${approval == 'two'}",
            "${approval != 'two'}",
            "${approval != 'one'}",
            "${onSilence == 'wipe'}",
            "${immediate}")) {
      draw(
          family,
          DEVICE,
          "asks nobody if '%s'".formatted(asked),
          drawing -> drawing.ask("mustSomebodyAgree", "wipeWhenAwake", asked),
          YES,
          "mustSomebodyAgree");
    }
    for (var asked :
        List.of(
            "",
            "${decision == 'decline'}",
            "${decision != 'approve'}",
            "${decision != 'decline'}",
            "${oneMoreHasToAgree}",
            "${!oneMoreHasToAgree}",
            "${comment != null}",
            "${approval == 'one'}")) {
      draw(
          family,
          DEVICE,
          "wipes if '%s'".formatted(asked),
          drawing -> drawing.ask("isApproved", "wipeWhenAwake", asked),
          YES,
          "isApproved");
    }
    draw(
        family,
        DEVICE,
        "one yes is enough for two",
        drawing -> drawing.cut("isApproved", "approveWipe"),
        YES);
    draw(
        family,
        DEVICE,
        "asks for the second yes too late",
        drawing ->
            drawing
                .cut("isApproved", "approveWipe")
                .connect("isApproved", "approveWipe", "${oneMoreHasToAgree}"),
        YES);
    draw(
        family,
        DEVICE,
        "wipes unless declined",
        drawing -> {
          drawing.ask("isApproved", "declined", "${decision == 'decline'}");
          drawing.ask("isApproved", "wipeWhenAwake", "");
          drawing.set(
              "isApproved",
              "default",
              drawing.flow("isApproved", "wipeWhenAwake").getAttribute("id"));
        },
        YES);
    draw(
        family,
        DEVICE,
        "yes and no change places",
        drawing -> {
          drawing.lead("isApproved", "wipeWhenAwake", "elsewhere");
          drawing.lead("isApproved", "declined", "wipeWhenAwake");
          drawing.lead("isApproved", "elsewhere", "declined");
        },
        YES);
    for (var asked :
        List.of("", "${onSilence == 'escalate'}", "${onSilence != 'keepLocked'}", "${immediate}")) {
      draw(
          family,
          DEVICE,
          "silence counts if '%s'".formatted(asked),
          drawing -> drawing.ask("whatDoesSilenceMean", "letSilenceCount", asked),
          YES,
          "whatDoesSilenceMean");
    }
    for (var asked :
        List.of("", "${look == 'ask'}", "${look != 'awake'}", "${look != 'over'}", "${wiped}")) {
      draw(
          family,
          AWAKE,
          "orders it if '%s'".formatted(asked),
          drawing -> drawing.ask("isItAwake", "wipeDevice", asked),
          SEEN,
          "isItAwake");
    }
    draw(
        family,
        WHOLE,
        "one branch is enough to be contained",
        drawing -> {
          var gateway = drawing.find("contained");
          var either =
              drawing.add(drawing.process(), "exclusiveGateway", "eitherContained", "Either");
          drawing
              .flowsTo("contained")
              .forEach(flow -> flow.setAttribute("targetRef", "eitherContained"));
          drawing
              .flowsFrom("contained")
              .forEach(flow -> flow.setAttribute("sourceRef", "eitherContained"));
          Drawing.remove(gateway);
          either.setAttribute("id", "contained");
          drawing
              .flowsTo("eitherContained")
              .forEach(flow -> flow.setAttribute("targetRef", "contained"));
          drawing
              .flowsFrom("eitherContained")
              .forEach(flow -> flow.setAttribute("sourceRef", "contained"));
        },
        SNAPSHOT);
    draw(
        family,
        WHOLE,
        "the join is full by the accounts alone",
        drawing -> {
          drawing.connect("deviceHeadStart", "containAccounts");
          drawing.lead("containDevices", "contained", "toldOfDevices");
          drawing.connect("containAccounts", "contained");
        },
        SNAPSHOT);
    draw(
        family,
        WHOLE,
        "two tokens by one way fill the join",
        drawing -> {
          drawing.add(drawing.process(), "parallelGateway", "twice", "Twice");
          drawing.add(drawing.process(), "exclusiveGateway", "again", "Again");
          drawing.lead("containAccounts", "contained", "twice");
          drawing.connect("twice", "again").connect("twice", "again").connect("again", "contained");
        },
        SNAPSHOT);
    for (var kind : List.of("inclusiveGateway", "exclusiveGateway")) {
      draw(
          family,
          WHOLE,
          "the fork becomes a %s".formatted(kind),
          drawing -> {
            drawing.add(drawing.process(), kind, "either", "Either");
            drawing.flowsTo("atOnce").forEach(flow -> flow.setAttribute("targetRef", "either"));
            drawing.flowsFrom("atOnce").forEach(flow -> flow.setAttribute("sourceRef", "either"));
            Drawing.remove(drawing.find("atOnce"));
          },
          SNAPSHOT);
    }
  }

  private void starts() {
    var family = new Family("a second start", "whoever sends it is past the guards");
    for (var trigger : List.of("message", "timer", "signal")) {
      for (var place :
          List.of(
              WHOLE + " sideBySide",
              WHOLE + " offboardDevice",
              WHOLE + " moreDevices",
              DEVICE + " inspectDevice",
              DEVICE + " planWipe",
              DEVICE + " mustSomebodyAgree",
              DEVICE + " wipeWhenAwake",
              AWAKE + " issueWarrant",
              AWAKE + " checkAwake",
              AWAKE + " wipeDevice",
              MORE + " moreContained",
              MORE + " isolateDevices_more")) {
        var to = place.split(" ", -1);
        if (to[1].equals("moreDevices")) {
          continue; // it finds and locks what it offers, by itself
        }
        draw(
            family,
            to[0],
            "by a %s to %s".formatted(trigger, to[1]),
            drawing -> {
              drawing
                  .event(drawing.process(), "startEvent", "sneaked", trigger)
                  .setAttributeNS(Xml.CAMUNDA, "camunda:asyncAfter", "true");
              drawing.connect("sneaked", to[1]);
            },
            "Out of turn: sneaked",
            SNAPSHOT,
            LOCK,
            ISOLATE);
      }
    }
  }

  private void boundaries() {
    var family =
        new Family(
            "an event at a task leads past a guard", "it goes off before the task is through");
    for (var trigger : List.of("timer", "error", "message")) {
      for (var task :
          List.of(
              "inspectDevice",
              "decideWipe",
              "planWipe",
              "approveWipe",
              "resolvePlan",
              "escalateApproval")) {
        edge(family, DEVICE, task, trigger, "wipeWhenAwake");
      }
      for (var task :
          List.of(
              "issueWarrant",
              "wakeDevice",
              "checkAwake",
              "chaseDevice",
              "chaseWipe",
              "resolveWarrant")) {
        edge(family, AWAKE, task, trigger, "wipeDevice");
      }
      for (var task : List.of("containDevices", "containAccounts", "stopOtherCases")) {
        edge(family, WHOLE, task, trigger, "sideBySide");
      }
    }
    for (var task : List.of("snapshotDevices", "lockDevices", "isolateDevices")) {
      edge(family, CONTAIN, task, "timer", "letAccountsFollow");
      edge(family, CONTAIN, task, "message", "letAccountsFollow");
    }
    edge(family, CONTAIN, "snapshotDevices", "error", "lockDevices");
    edge(family, MORE, "lockDevices_more", "timer", "moreAskedFor");
    edge(family, MORE, "lookForMore", "error", "moreContained");
    for (var to : List.of("planWipe", "decideWipe", "wipeWhenAwake")) {
      draw(
          family,
          DEVICE,
          "beside the question, to " + to,
          drawing -> {
            drawing
                .boundary("approveWipe", "beside", "timer")
                .setAttribute("cancelActivity", "false");
            drawing.connect("beside", to);
          },
          "side by side",
          YES);
    }
  }

  private void edge(Family family, String process, String task, String trigger, String to) {
    draw(
        family,
        process,
        "a %s at %s to %s".formatted(trigger, task, to),
        drawing -> {
          drawing.boundary(task, "edge", trigger);
          drawing.connect("edge", to);
        },
        "Out of turn: edge",
        SNAPSHOT,
        LOCK,
        ISOLATE,
        DECIDE,
        PLAN,
        YES,
        WARRANT,
        SEEN);
  }

  private void eventSubProcesses() {
    var family = new Family("an event sub-process leads to the wipe", "it starts at any time");
    for (var process : List.of(WHOLE, DEVICE, AWAKE, MORE, "retireLeaver", "keepDevice")) {
      for (var trigger : List.of("timer", "message", "signal")) {
        for (var called : List.of("wipeWhenAwake", "offboardDevice")) {
          if (called.equals(process)) {
            continue;
          }
          draw(
              family,
              process,
              "by a %s to %s".formatted(trigger, called),
              drawing -> {
                var part = drawing.add(drawing.process(), "subProcess", "handler", "Handler");
                part.setAttribute("triggeredByEvent", "true");
                var start = drawing.event(part, "startEvent", "sneaked", trigger);
                start.setAttribute(
                    "isInterrupting", String.valueOf(called.equals("wipeWhenAwake")));
                drawing.call(part, "called", "Wipe at once", called);
                drawing.connect("sneaked", "called");
              },
              "Wipe at once",
              "calls itself",
              "at any time",
              SNAPSHOT,
              LOCK);
        }
      }
    }
    draw(
        family,
        AWAKE,
        "with the step itself",
        drawing -> {
          var part = drawing.add(drawing.process(), "subProcess", "handler", "Handler");
          part.setAttribute("triggeredByEvent", "true");
          drawing.event(part, "startEvent", "sneaked", "message");
          drawing.step(part, "wipeNow", "Wipe now", "wipeDevice");
          drawing.connect("sneaked", "wipeNow");
        },
        "Wipe now");
  }

  private void linksAndBranches() {
    var links = new Family("a link leads past a guard", "a link is a flow that is not drawn");
    for (var way :
        List.of(
            DEVICE + " inspectDevice wipeWhenAwake",
            DEVICE + " planWipe wipeWhenAwake",
            DEVICE + " decideWipe planWipe",
            AWAKE + " wakeDevice wipeDevice",
            AWAKE + " recordChase wipeDevice",
            CONTAIN + " snapshotDevices letAccountsFollow",
            WHOLE + " stopOtherCases sideBySide")) {
      var at = way.split(" ", -1);
      draw(
          links,
          at[0],
          "from %s to %s".formatted(at[1], at[2]),
          drawing -> {
            for (var end : List.of("intermediateThrowEvent", "intermediateCatchEvent")) {
              var event = drawing.add(drawing.process(), end, "link" + end, "Go on elsewhere");
              drawing.add(event, "linkEventDefinition", "l" + end, "elsewhere");
            }
            var next = drawing.flowsFrom(at[1]).get(0).getAttribute("targetRef");
            drawing.lead(at[1], next, "linkintermediateThrowEvent");
            drawing.connect("linkintermediateCatchEvent", at[2]);
          },
          "Go on elsewhere",
          YES,
          LOCK,
          SNAPSHOT,
          DECIDE,
          SEEN);
    }
    var branches = new Family("a branch beside leads to the wipe", "it waits for nobody");
    for (var way :
        List.of(
            DEVICE + " inspectDevice wipeWhenAwake",
            DEVICE + " planWipe wipeWhenAwake",
            DEVICE + " decideWipe planWipe",
            DEVICE + " deviceWrittenDown decideWipe",
            AWAKE + " wipeAgreed wipeDevice",
            AWAKE + " issueWarrant wipeDevice",
            WHOLE + " effective offboardDevice",
            WHOLE + " stopOtherCases offboardDevice",
            CONTAIN + " devicesAwaited letAccountsFollow",
            MORE + " lookForMore moreContained")) {
      var at = way.split(" ", -1);
      draw(
          branches,
          at[0],
          "after %s to %s".formatted(at[1], at[2]),
          drawing -> {
            var next = drawing.flowsFrom(at[1]).get(0).getAttribute("targetRef");
            drawing.between(
                at[1], next, drawing.add(drawing.process(), "parallelGateway", "fork", "Both"));
            drawing.connect("fork", at[2]);
          },
          "side by side",
          SNAPSHOT,
          LOCK,
          ISOLATE,
          INSPECT,
          DECIDE,
          YES,
          WARRANT,
          SEEN);
      draw(
          branches,
          at[0],
          "a second arrow out of %s to %s".formatted(at[1], at[2]),
          drawing -> drawing.connect(at[1], at[2]),
          "side by side",
          SNAPSHOT,
          LOCK,
          ISOLATE,
          INSPECT,
          DECIDE,
          YES,
          WARRANT,
          SEEN);
    }
  }

  private void rounds() {
    var family = new Family("rounds over other devices", "what was agreed to is one device");
    draw(
        family,
        DEVICE,
        "the wipe for each device",
        loop("wipeWhenAwake", "devices", "device"),
        WARRANT,
        YES,
        PLAN,
        DECIDE);
    for (var list : List.of("deviceUsers", "offeredAgain", "${devices.size()}")) {
      draw(
          family,
          WHOLE,
          "each device from " + list,
          drawing ->
              Xml.all(drawing.find("offboardDevice"), "multiInstanceLoopCharacteristics")
                  .get(0)
                  .setAttributeNS(Xml.CAMUNDA, "camunda:collection", list),
          "offboardDevice");
    }
    for (var name : List.of("plan", "warrant", "serial", "employee", "whatIsErased")) {
      draw(
          family,
          WHOLE,
          "each device as " + name,
          drawing ->
              Xml.all(drawing.find("offboardDevice"), "multiInstanceLoopCharacteristics")
                  .get(0)
                  .setAttributeNS(Xml.CAMUNDA, "camunda:elementVariable", name),
          "'" + name + "'");
    }
    draw(
        family,
        DEVICE,
        "the question for each device",
        loop("approveWipe", "devices", "device"),
        YES,
        PLAN);
    draw(
        family,
        DEVICE,
        "the plan for each device",
        loop("planWipe", "devices", "device"),
        PLAN,
        DECIDE);
    draw(
        family,
        AWAKE,
        "the order for each device",
        loop("wipeDevice", "devices", "device"),
        "wipeDevice",
        WARRANT);
    draw(
        family,
        AWAKE,
        "the warrant for each device",
        loop("issueWarrant", "devices", "device"),
        WARRANT,
        "issueWarrant");
    draw(
        family,
        WHOLE,
        "no containment where there are no users",
        loop(CONTAIN, "deviceUsers", "fleetUser"),
        SNAPSHOT,
        "fleetUser");
  }

  private static java.util.function.Consumer<Drawing> loop(
      String task, String list, String element) {
    return drawing -> {
      var loop =
          Drawing.append(drawing.find(task), Xml.BPMN, "bpmn:multiInstanceLoopCharacteristics");
      loop.setAttributeNS(Xml.CAMUNDA, "camunda:collection", list);
      loop.setAttributeNS(Xml.CAMUNDA, "camunda:elementVariable", element);
      loop.setAttributeNS(Xml.CAMUNDA, "camunda:asyncBefore", "true");
    };
  }

  private void calls() {
    var family = new Family("another process calls the wipe", "nothing came before it there");
    for (var way :
        List.of(
            "keepDevice checkShut",
            "containAccounts findLeaver",
            "takeBackLeaving releaseDevices",
            "residueSweep lookForResidue",
            "returnConsent takeLeavingBack",
            CONTAIN + " snapshotDevices",
            "retireLeaver leaveGroups")) {
      var at = way.split(" ", -1);
      for (var called : List.of("wipeWhenAwake", "offboardDevice")) {
        if (called.equals("offboardDevice")
            && at[0].matches("retireLeaver|keepDevice|takeBackLeaving")) {
          continue; // of a case that is contained, and it asks for itself
        }
        draw(
            family,
            at[0],
            "%s before %s".formatted(called, at[1]),
            drawing -> {
              var from = drawing.flowsTo(at[1]).get(0).getAttribute("sourceRef");
              drawing.between(
                  from, at[1], drawing.call(drawing.process(), "early", "Wipe early", called));
            },
            "Wipe early",
            SNAPSHOT,
            LOCK,
            ISOLATE,
            DECIDE,
            PLAN,
            YES);
      }
    }
    for (var binding : List.of("deployment", "version", "versionTag")) {
      draw(
          family,
          DEVICE,
          "the wipe by " + binding,
          drawing -> drawing.camunda("wipeWhenAwake", "calledElementBinding", binding),
          "another version");
    }
    draw(
        family,
        DEVICE,
        "the table by version",
        drawing -> drawing.camunda("decideWipe", "decisionRefBinding", "version"),
        "another version");
    draw(
        family,
        DEVICE,
        "the step itself in another process",
        drawing ->
            drawing.between(
                "wipeWhenAwake",
                "isItWiped",
                drawing.step(drawing.process(), "wipeDevice", "Wipe it here", "wipeDevice")),
        "Wipe it here",
        "outside the process");
    draw(
        family,
        WHOLE,
        "the devices are not handed back",
        drawing ->
            Xml.all(drawing.find(CONTAIN), "out").stream()
                .filter(out -> out.getAttribute("target").equals("devices"))
                .forEach(Drawing::remove),
        SNAPSHOT);
    draw(
        family,
        AWAKE,
        "it calls itself",
        drawing ->
            drawing.between(
                "wipeDevice",
                "checkWipe",
                drawing.call(drawing.process(), "again", "All over again", DEVICE)),
        "calls itself",
        WARRANT,
        YES,
        DECIDE);
  }

  private void otherBundles() {
    var family =
        new Family("another case leads to the wipe", "whoever is in it may not leave at all");
    for (var way :
        List.of(
            "onboarding/onboarding",
            "transfer/transfer",
            "leave/leave",
            "source-alarm/source-alarm",
            "wipe-breaker/wipe-breaker",
            "directory-sync/directory-sync")) {
      for (var called : List.of("wipeWhenAwake", "offboardDevice")) {
        drawIn(
            family,
            way,
            "by a call of " + called,
            drawing -> {
              var start = new ScopeGraph(drawing.process()).starts(false).get(0).getAttribute("id");
              var next = drawing.flowsFrom(start).get(0).getAttribute("targetRef");
              drawing.between(
                  start, next, drawing.call(drawing.process(), "odd", "Wipe it anyway", called));
            },
            "Wipe it anyway",
            SNAPSHOT);
      }
    }
  }
}
