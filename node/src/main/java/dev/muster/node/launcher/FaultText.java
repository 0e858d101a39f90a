package dev.muster.node.launcher;

import dev.muster.runtime.faulty.DiskFault;
import dev.muster.runtime.faulty.InjectedFaults;
import dev.muster.runtime.faulty.LinkFault;
import dev.muster.runtime.faulty.WayFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is wrong around a server, as people read it. */
final class FaultText {
    private FaultText() {}

    /** One text per fault, links first. */
    static List<String> of(InjectedFaults faults) {
        List<String> texts = new ArrayList<>();
        faults.links().forEach(link -> describe(link, texts));
        describe(faults.disk(), texts);
        if (faults.clockSkewMillis() != 0) {
            Duration skew = Duration.ofMillis(Math.abs(faults.clockSkewMillis()));
            String text = skew.toString().substring(2).toLowerCase(Locale.ROOT);
            texts.add("clock " + text + (faults.clockSkewMillis() > 0 ? " ahead" : " behind"));
        }
        return texts;
    }

    private static void describe(LinkFault link, List<String> texts) {
        if (link.send().cut() && link.receive().cut()) {
            texts.add("cut off from " + link.peer());
        } else if (link.send().cut()) {
            texts.add("not heard by " + link.peer());
        } else if (link.receive().cut()) {
            texts.add("does not hear " + link.peer());
        }
        WayFault way = link.send();
        if (way.delayMillis() > 0 || way.jitterMillis() > 0) {
            texts.add("frames to " + link.peer() + " take " + way.delayMillis() + " ms longer"
                    + (way.jitterMillis() > 0 ? ", and up to " + way.jitterMillis() + " ms more" : ""));
        }
        if (way.loss() > 0) {
            texts.add(String.format(Locale.ROOT, "loses %s %% of frames to %s", percent(way.loss()), link.peer()));
        }
    }

    private static String percent(double probability) {
        return java.math.BigDecimal.valueOf(probability * 100)
                .setScale(2, java.math.RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void describe(DiskFault disk, List<String> texts) {
        if (disk.full()) {
            texts.add("disk full");
        }
        if (disk.slowMillis() > 0) {
            texts.add("syncs take " + disk.slowMillis() + " ms longer");
        }
        if (!disk.failing().isEmpty()) {
            texts.add("disk fails on "
                    + disk.failing().stream()
                            .sorted()
                            .map(action -> action.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
        }
    }
}
