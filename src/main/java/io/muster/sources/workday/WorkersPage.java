package io.muster.sources.workday;

import java.util.List;

/**
 * One answer of Get_Workers.
 *
 * @param total how many workers the question has in all
 * @param pages how many pages they are on
 * @param page which one this is
 */
record WorkersPage(int total, int pages, int page, List<SeenWorker> workers) {
  WorkersPage {
    workers = List.copyOf(workers);
  }
}
