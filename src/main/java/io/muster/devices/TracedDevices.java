package io.muster.devices;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the traces of a leaver led to.
 *
 * @param users the person's users
 * @param devices the person's devices that are enrolled now
 * @param perhaps users who bear the person's name and no address of theirs, who once were the
 *     person and now bear another name and address, or whose address is a colleague's by now;
 *     somebody has to say
 * @param unassigned enrolled devices that belong to nobody and are not among the person's
 */
public record TracedDevices(
    List<TracedUser> users,
    List<TracedDevice> devices,
    List<DeviceUser> perhaps,
    List<Device> unassigned) {
  /** What is known where nothing could be looked for. */
  public static final TracedDevices NONE =
      new TracedDevices(List.of(), List.of(), List.of(), List.of());

  /**
   * The same in the light of whose the users were seen to be. One that was somebody else's is never
   * certain. One that is a colleague's is asked about, unless it bears the person's present
   * address; one that is a colleague's and only bears the person's name is left out.
   */
  public TracedDevices doubting(Doubts doubts) {
    var askedAbout =
        users.stream()
            .filter(found -> found.by() != Trace.PRESENT_ADDRESS)
            .map(TracedUser::user)
            .filter(user -> doubts.colleagues().contains(user.id()))
            .toList();
    var theirs =
        users.stream()
            .filter(found -> !askedAbout.contains(found.user()))
            .map(found -> doubts.others().contains(found.user().id()) ? found.doubted() : found)
            .toList();
    var stillPerhaps = new ArrayList<>(askedAbout);
    perhaps.stream()
        .filter(user -> !doubts.namesakes().contains(user.id()))
        .forEach(stillPerhaps::add);
    var not = askedAbout.stream().map(DeviceUser::id).collect(Collectors.toSet());
    return new TracedDevices(
        theirs,
        devices.stream()
            .filter(
                found -> found.device().owner() == null || !not.contains(found.device().owner()))
            .toList(),
        List.copyOf(stillPerhaps),
        unassigned);
  }

  /** What led to a user. */
  public enum Trace {
    /** The address the person bears now, in HR or in a directory. */
    PRESENT_ADDRESS,
    /** An address the person bore before. */
    FORMER_ADDRESS,
    /** It was seen to be the person's before, and bears the person's name. */
    SEEN_BEFORE
  }

  /**
   * A user of the person's.
   *
   * @param certain false if another user bears the same address, or only a former address leads to
   *     it, or it may be a colleague's
   */
  public record TracedUser(DeviceUser user, Trace by, boolean certain) {
    TracedUser doubted() {
      return new TracedUser(user, by, false);
    }
  }

  /**
   * Whose the users were seen to be, besides the person's.
   *
   * @param others users that were seen to be somebody else's
   * @param colleagues those of them, or of those found by a former address, that are somebody's who
   *     works here
   * @param namesakes users that only bear the person's name and are a colleague's
   */
  public record Doubts(
      Set<FleetUserId> others, Set<FleetUserId> colleagues, Set<FleetUserId> namesakes) {
    public Doubts {
      others = Set.copyOf(others);
      colleagues = Set.copyOf(colleagues);
      namesakes = Set.copyOf(namesakes);
    }
  }

  /**
   * A device of the person's.
   *
   * @param because how it was found, for people
   */
  public record TracedDevice(Device device, String because) {}
}
