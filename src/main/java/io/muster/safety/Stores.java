package io.muster.safety;

import org.springframework.stereotype.Component;

/**
 * Everything that is kept.
 *
 * @param leavers whom the cases are about
 * @param plans the plans and the answers to them
 * @param warrants the warrants
 * @param orders what was sent
 * @param sightings whose devices were
 * @param news who is told of it
 */
@Component
record Stores(
    LeaverStore leavers,
    PlanStore plans,
    WarrantStore warrants,
    OrderStore orders,
    OwnerSightings sightings,
    WipeNews news) {}
