package io.muster.devices.hexnode;

import io.muster.devices.hexnode.TreacherousPortal.Answered;
import io.muster.devices.hexnode.TreacherousPortal.Asked;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.safety.Bearer;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One device, its leaver and the people around it, who do not wait for anybody: at every moment
 * anything may change. What really happened is kept, for the judge.
 */
final class TreacherousEstate {
  static final String LEAVER = "12";
  static final String COLLEAGUE = "13";
  static final String TWIN = "22";
  static final String ADDRESS = "ada@example.com";
  static final Bearer ADA = new Bearer("Ada", ADDRESS);
  static final Bearer EVE = new Bearer("Eve", "eve@example.com");

  private static final Pattern ONE_DEVICE = Pattern.compile("\"devices\":\\[(\\d+)]");
  private static final Duration LONGEST_LAG = Duration.ofSeconds(30);

  private final Random random;
  private final MovableClock clock;
  private final LegalHolds holds;
  private final EmployeeId leaver;
  private final boolean twins;
  private final Duration skew;
  private final List<Order> orders = new ArrayList<>();
  private final Map<String, Reading> readings = new HashMap<>();
  private final Map<String, Long> historyRead = new HashMap<>();
  private final Map<String, Bearer> bearers = new HashMap<>();
  private Bearer bearer = ADA;
  private DeviceFacts device;
  private boolean listed = true;
  private boolean online = true;
  private boolean honest;
  private Fate nextFate = Fate.PENDING;
  private int answersToLose;
  private int readsToFail;
  private long heldSince = -1;
  private long moments;
  private Consumer<Order> judge = order -> {};

  TreacherousEstate(Random random, MovableClock clock, LegalHolds holds, long number) {
    this.random = random;
    this.clock = clock;
    this.holds = holds;
    this.leaver = new EmployeeId("E" + number);
    this.twins = random.nextInt(6) == 0;
    this.skew = Duration.ofSeconds(random.nextInt(101) - 50L);
    var ownership = random.nextInt(3) > 0 ? Ownership.CORPORATE : Ownership.PERSONAL;
    var now = clock.instant();
    device =
        new DeviceFacts(
            new DeviceId(number),
            "S" + number,
            LEAVER,
            ownership,
            now.minus(Duration.ofDays(90)),
            true,
            now,
            Known.NO,
            Known.UNKNOWN);
  }

  /** Whoever wants to know of each order as it arrives. */
  void judgedBy(Consumer<Order> whoever) {
    judge = whoever;
  }

  synchronized boolean isHonest() {
    return honest;
  }

  /** Whether two users have the leaver's address. */
  boolean hasTwins() {
    return twins;
  }

  EmployeeId leaver() {
    return leaver;
  }

  DeviceId device() {
    return device.device();
  }

  List<Order> orders() {
    return orders;
  }

  /** The number of this moment; each is used once. */
  synchronized long tick() {
    return ++moments;
  }

  /** Since which moment a legal hold stands, or -1. */
  long heldSince() {
    return heldSince;
  }

  /** What this node was shown of the device last. */
  Optional<Reading> reading(String node) {
    return Optional.ofNullable(readings.get(node));
  }

  /** Whom this node was shown last to bear the device's user. */
  Optional<Bearer> bearerShown(String node) {
    return Optional.ofNullable(bearers.get(node));
  }

  /** When this node was shown the device's history last, or -1. */
  long historyRead(String node) {
    return historyRead.getOrDefault(node, -1L);
  }

  /** From now on nothing changes but time, and everything answers and works. */
  synchronized void becomeHonest() {
    honest = true;
    online = true;
    nextFate = Fate.PENDING;
    answersToLose = 0;
    readsToFail = 0;
  }

  /** One moment, in which anything may happen. */
  synchronized void moment() {
    tick();
    if (!honest && random.nextInt(60) == 0) {
      change();
    }
    if (online && device.enrolled() && (honest || random.nextInt(4) == 0)) {
      device = seen(clock.instant());
      orders.stream().filter(Order::mayFire).forEach(this::carryOut);
    }
  }

  private void change() {
    switch (random.nextInt(31)) {
      case 0, 1 -> device = owner(COLLEAGUE);
      case 2, 3, 4 -> device = owner(LEAVER);
      case 5, 6 -> device = owner(null);
      case 7 -> device = owner(twins ? TWIN : LEAVER);
      case 8, 9 -> device = ownership(Ownership.CORPORATE);
      case 10 -> device = ownership(Ownership.PERSONAL);
      case 11 -> device = life("S%d-%d".formatted(device.device().value(), moments), since(), true);
      case 12 -> enrol();
      case 13 -> leave();
      case 14 -> {
        leave();
        listed = false;
      }
      case 15, 16 -> toggleHold();
      case 17 -> device = shared(device.shared() == Known.YES ? Known.NO : Known.YES);
      case 18, 19 -> online = !online;
      case 20 -> nextFate = Fate.FORGOTTEN;
      case 21 -> nextFate = Fate.FAILED;
      case 22, 23 -> answersToLose = 1;
      case 24 -> readsToFail = 1;
      case 25, 26, 27 -> comeBack();
      case 28, 29 -> bearer = bearer.equals(ADA) ? EVE : ADA;
      default ->
          clock.advance(random.nextInt(6) == 0 ? Duration.ofDays(8) : Duration.ofMinutes(20));
    }
  }

  private void toggleHold() {
    if (heldSince >= 0) {
      holds.lift(leaver, "counsel", "over");
      heldSince = -1;
    } else {
      holds.place(leaver, "counsel", "a lawsuit");
      heldSince = moments;
    }
  }

  /** What waits for the record waits on, whoever enrols it anew. */
  private void enrol() {
    device = life(device.serial(), clock.instant(), true);
    listed = true;
  }

  private void leave() {
    device = life(device.serial(), since(), false);
  }

  /** It was not shown for a while, and was there all the time. */
  private void comeBack() {
    device = life(device.serial(), since(), true);
    listed = true;
  }

  private void carryOut(Order order) {
    if (!honest && (random.nextInt(3) > 0 || !order.device.device().equals(device.device()))) {
      return;
    }
    order.fate = Fate.DONE;
    order.carriedOutOn = device;
    order.carriedOutAt = moments;
    // a portal may go on showing what it erased as one of its own
    if (order.kind == WipeKind.CORPORATE || random.nextBoolean()) {
      device = life(device.serial(), since(), false);
    }
  }

  /** Answers a call, with a moment before it takes effect and one after. */
  Answered answer(Asked asked) {
    if (asked.method().equals("POST") && isOrder(asked)) {
      return order(asked);
    }
    moment();
    var answer = asked.method().equals("GET") ? read(asked) : did();
    moment();
    return answer;
  }

  private static boolean isOrder(Asked asked) {
    return asked.path().equals("actions/wipe_device/") || asked.path().equals("actions/disenroll/");
  }

  /** Nothing changes between the last look of the client and the arrival. */
  private Answered order(Asked asked) {
    arrived(asked);
    moment();
    return did();
  }

  private synchronized void arrived(Asked asked) {
    var named = ONE_DEVICE.matcher(asked.body());
    var kind = asked.path().contains("wipe") ? WipeKind.COMPLETE : WipeKind.CORPORATE;
    var lag = Duration.ofSeconds(random.nextInt((int) LONGEST_LAG.toSeconds()));
    var order =
        new Order(
            tick(),
            asked.node(),
            clock.instant(),
            clock.instant().plus(lag),
            named.find() ? Long.parseLong(named.group(1)) : 0,
            kind,
            device,
            device.enrolled() && listed ? nextFate : Fate.FAILED);
    judge.accept(order);
    orders.add(order);
    nextFate = Fate.PENDING;
  }

  private synchronized Answered did() {
    if (answersToLose > 0) {
      answersToLose--;
      return Answered.LOST;
    }
    return Answered.data("{}");
  }

  private synchronized Answered read(Asked asked) {
    if (readsToFail > 0) {
      readsToFail--;
      return Answered.FAILED;
    }
    var own = "devices/" + device.device();
    if (asked.path().equals("users/")) {
      return Answered.data("{'next':null,'results':[%s]}".formatted(users()));
    }
    if (asked.path().equals("devices/")) {
      return Answered.data("{'next':null,'results':[%s]}".formatted(listed ? page() : ""));
    }
    var owner = device.owner();
    if (owner != null && asked.path().equals("users/%s/".formatted(owner))) {
      bearers.put(asked.node(), bearer(owner));
      return Answered.data(user(owner));
    }
    if (!listed || !asked.path().startsWith(own)) {
      return Answered.NOT_FOUND;
    }
    if (asked.path().equals(own + "/actions/")) {
      historyRead.put(asked.node(), tick());
      return Answered.data("{'next':null,'results':[%s]}".formatted(history()));
    }
    readings.put(asked.node(), new Reading(tick(), device));
    return Answered.data(page());
  }

  private String users() {
    return user(LEAVER) + "," + user(COLLEAGUE) + (twins ? "," + user(TWIN) : "");
  }

  private String user(String id) {
    var bearer = bearer(id);
    return "{'id':%s,'name':'%s','email':'%s','domain':'local'}"
        .formatted(id, bearer.name(), bearer.email());
  }

  private Bearer bearer(String id) {
    return switch (id) {
      case LEAVER -> bearer;
      case TWIN -> new Bearer("Ada too", ADDRESS);
      default -> new Bearer("Bob", "bob@example.com");
    };
  }

  private String page() {
    var owner = device.owner();
    return """
        {'id':%s,'device_name':'laptop','platform':'macOS','serial_number':'%s','ownership':'%s',
        'user':%s,'enrollment_status':'%s','enrolled_time':'%s','last_reported':'%s','is_shared':%s}
        """
        .formatted(
            device.device(),
            device.serial(),
            device.ownership().name().toLowerCase(Locale.ROOT),
            owner == null ? "null" : "{'id':%s,'name':'%s'}".formatted(owner, bearer(owner).name()),
            device.enrolled() ? "enrolled" : "disenrolled",
            device.enrolledAt(),
            device.lastSeen(),
            device.shared() == Known.YES);
  }

  private String history() {
    var shown = new ArrayList<String>();
    for (var order : orders) {
      if (order.fate != Fate.FORGOTTEN && !clock.instant().isBefore(order.shownFrom)) {
        shown.add(
            0,
            "{'action':'%s','status':'%s','initiated_time':'%s'}"
                .formatted(
                    order.kind == WipeKind.COMPLETE ? "Wipe Device" : "Disenroll",
                    order.fate == Fate.DONE
                        ? "Success"
                        : order.fate == Fate.FAILED ? "Failed" : "Pending",
                    order.at.plus(skew)));
      }
    }
    return shown.stream().collect(Collectors.joining(","));
  }

  private DeviceFacts owner(@Nullable String owner) {
    return facts(owner, device.ownership(), device.shared());
  }

  private DeviceFacts ownership(Ownership ownership) {
    return facts(device.owner(), ownership, device.shared());
  }

  private DeviceFacts shared(Known shared) {
    return facts(device.owner(), device.ownership(), shared);
  }

  private DeviceFacts facts(@Nullable String owner, Ownership ownership, Known shared) {
    return new DeviceFacts(
        device.device(),
        device.serial(),
        owner,
        ownership,
        since(),
        device.enrolled(),
        device.lastSeen(),
        shared,
        device.recoveryKey());
  }

  private DeviceFacts life(String serial, @Nullable Instant enrolledAt, boolean enrolled) {
    return new DeviceFacts(
        device.device(),
        serial,
        device.owner(),
        device.ownership(),
        enrolledAt,
        enrolled,
        device.lastSeen(),
        device.shared(),
        device.recoveryKey());
  }

  private DeviceFacts seen(Instant at) {
    return new DeviceFacts(
        device.device(),
        device.serial(),
        device.owner(),
        device.ownership(),
        since(),
        device.enrolled(),
        at,
        device.shared(),
        device.recoveryKey());
  }

  private @Nullable Instant since() {
    return device.enrolledAt();
  }

  /**
   * What a node was shown of the device.
   *
   * @param at the moment
   */
  record Reading(long at, DeviceFacts facts) {}

  /** What really becomes of an order. */
  enum Fate {
    PENDING,
    DONE,
    FAILED,
    /** Accepted, and never heard of again. */
    FORGOTTEN
  }

  /** An order that arrived. */
  static final class Order {
    final long moment;
    final String node;
    final Instant at;
    final Instant shownFrom;
    final long target;
    final WipeKind kind;
    final DeviceFacts device;
    Fate fate;
    @Nullable DeviceFacts carriedOutOn;
    long carriedOutAt;

    Order(
        long moment,
        String node,
        Instant at,
        Instant shownFrom,
        long target,
        WipeKind kind,
        DeviceFacts device,
        Fate fate) {
      this.moment = moment;
      this.node = node;
      this.at = at;
      this.shownFrom = shownFrom;
      this.target = target;
      this.kind = kind;
      this.device = device;
      this.fate = fate;
    }

    boolean mayFire() {
      return fate == Fate.PENDING;
    }
  }
}
