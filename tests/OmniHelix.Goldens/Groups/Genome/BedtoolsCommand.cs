using System.Globalization;
using System.Text;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>Prints what the library finds as bedtools would.</summary>
internal static class BedtoolsCommand
{
    /// <summary>The lines of a command's output; null when there is no such operation here.</summary>
    public static IReadOnlyList<string>? Run(string command, BedtoolsFlags flags) => command switch
    {
        "intersect" => [.. Intersect(flags)],
        "window" => [.. Window(flags)],
        "merge" => [.. Merge(flags)],
        "subtract" => [.. Subtract(flags)],
        "complement" => [.. Complement(flags)],
        "slop" => [.. Slop(flags)],
        "flank" => [.. Flank(flags)],
        "closest" => [.. Closest(flags)],
        "getfasta" => [.. GetFasta(flags)],
        "jaccard" => [.. Jaccard(flags)],
        "coverage" => [.. Coverages(flags)],
        "makewindows" => [.. MakeWindows(flags)],
        "sort" => [.. Sort(flags)],
        _ => null,
    };

    private static IEnumerable<string> Intersect(BedtoolsFlags flags)
    {
        var (a, b) = (flags.Bed("-a"), flags.Bed("-b"));
        var index = Index(b);
        var rule = flags.Overlap();
        var pairs = Intersection.Pairs([.. a.Select(r => r.Interval)], index, rule).ToLookup(p => p.First);
        var (wa, wb, wo, wao) = (flags.Has("-wa"), flags.Has("-wb"), flags.Has("-wo"), flags.Has("-wao"));
        var (u, v, c, loj) = (flags.Has("-u"), flags.Has("-v"), flags.Has("-c"), flags.Has("-loj"));
        for (var i = 0; i < a.Count; i++)
        {
            var hits = pairs[i].ToList();
            if (c) yield return $"{Line(a[i])}\t{hits.Count}";
            else if (u || v)
            {
                if (hits.Count > 0 == u) yield return Line(a[i]);
            }
            else if (hits.Count == 0)
            {
                if (wao) yield return $"{Line(a[i])}\t{Nothing(b)}\t0";
                if (loj) yield return $"{Line(a[i])}\t{Nothing(b)}";
            }
            else
                foreach (var hit in hits)
                {
                    var first = wa || wo || wao || loj ? Line(a[i]) : Line(a[i], hit.Shared);
                    var second = wb || wo || wao || loj ? $"\t{Line(b[hit.Second])}" : "";
                    yield return first + second + (wo || wao ? $"\t{SharedBases(a[i].Interval, b[hit.Second].Interval)}" : "");
                }
        }
    }

    /// <summary>bedtools counts the two bases that a place between bases touches and takes two away again, which gives negative numbers at the ends of the other; the library says 0 there.</summary>
    private static long SharedBases(GenomicInterval a, GenomicInterval b)
    {
        var place = b.Length == 0 ? 1 : 0;
        return Math.Min(a.End, b.End + place) - Math.Max(a.Start, b.Start - place) - 2 * place;
    }

    private static IEnumerable<string> Window(BedtoolsFlags flags)
    {
        var (a, b) = (flags.Bed("-a"), flags.Bed("-b"));
        var index = Index(b);
        var extent = !flags.Has("-l") && !flags.Has("-r") ? Extent.Both((long)flags.Number("-w", 1000))
            : new Extent((long)flags.Number("-l"), (long)flags.Number("-r"), flags.Has("-sw"));
        var strands = flags.Strands("-sm", "-Sm");
        var (u, v, c) = (flags.Has("-u"), flags.Has("-v"), flags.Has("-c"));
        var hits = new List<int>();
        foreach (var record in a)
        {
            Extension.FindNear(record.Interval, extent, index, strands, hits);
            if (c) yield return $"{Line(record)}\t{hits.Count}";
            else if (u || v)
            {
                if (hits.Count > 0 == u) yield return Line(record);
            }
            else
                foreach (var hit in hits) yield return $"{Line(record)}\t{Line(b[hit])}";
        }
    }

    private static IEnumerable<string> Merge(BedtoolsFlags flags)
    {
        var records = flags.Bed("-i");
        var columns = flags.Text("-c").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture) - 1).ToList();
        var operations = flags.Text("-o").Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var merged in IntervalMerge.Merge([.. records.Select(r => r.Interval)], (long)flags.Number("-d"), flags.Has("-s")))
        {
            var line = new StringBuilder(Place(merged.Interval));
            for (var i = 0; i < columns.Count; i++)
                line.Append('\t').Append(Summary(operations[Math.Min(i, operations.Length - 1)], [.. merged.Members.Select(m => records[m].Columns[columns[i]])]));
            yield return line.ToString();
        }
    }

    private static string Summary(string operation, List<string> values)
    {
        var numbers = values.Select(v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN);
        return operation switch
        {
            "count" => values.Count.ToString(CultureInfo.InvariantCulture),
            "count_distinct" => values.Distinct().Count().ToString(CultureInfo.InvariantCulture),
            "distinct" => string.Join(',', values.Distinct().Order(StringComparer.Ordinal)),
            "collapse" => string.Join(',', values),
            "first" => values[0],
            "last" => values[^1],
            "sum" => numbers.Sum().ToString("G10", CultureInfo.InvariantCulture),
            "min" => numbers.Min().ToString("G10", CultureInfo.InvariantCulture),
            "max" => numbers.Max().ToString("G10", CultureInfo.InvariantCulture),
            "mean" => numbers.Average().ToString("G10", CultureInfo.InvariantCulture),
            _ => throw new FormatException($"the summary '{operation}' is not known here"),
        };
    }

    private static IEnumerable<string> Subtract(BedtoolsFlags flags)
    {
        var index = Index(flags.Bed("-b"));
        var rule = flags.Overlap();
        var whole = flags.Has("-A");
        var hits = new List<int>();
        foreach (var record in flags.Bed("-a"))
        {
            Intersection.Find(record.Interval, index, rule, hits);
            if (whole && hits.Count > 0) continue;
            foreach (var piece in Subtraction.Subtract(record.Interval, index, rule)) yield return Line(record, piece);
        }
    }

    private static IEnumerable<string> Complement(BedtoolsFlags flags) =>
        Subtraction.Complement([.. flags.Bed("-i").Select(r => r.Interval)], flags.Genome()).Select(Place);

    private static IEnumerable<string> Slop(BedtoolsFlags flags)
    {
        var (genome, extent) = (flags.Genome(), flags.Extent("-b"));
        return flags.Bed("-i").Select(r => Line(r, Extension.Slop(r.Interval, extent, genome[r.Interval.Contig])));
    }

    private static IEnumerable<string> Flank(BedtoolsFlags flags)
    {
        var (genome, extent) = (flags.Genome(), flags.Extent("-b"));
        return flags.Bed("-i").SelectMany(r => Extension.Flank(r.Interval, extent, genome[r.Interval.Contig]).Select(f => Line(r, f)));
    }

    private static IEnumerable<string> Closest(BedtoolsFlags flags)
    {
        var b = flags.Bed("-b");
        var index = Index(b);
        var (strands, ties, showsDistance) = (flags.Strands(), flags.Text("-t", "all"), flags.Has("-d"));
        foreach (var record in flags.Bed("-a"))
        {
            var found = Nearest.Find(record.Interval, index, strands);
            if (found.Count == 0) yield return $"{Line(record)}\t{Nothing(b)}{(showsDistance ? "\t-1" : "")}";
            foreach (var near in ties switch { "first" => found.Take(1), "last" => found.TakeLast(1), _ => found })
                yield return $"{Line(record)}\t{Line(b[near.Index])}{(showsDistance ? $"\t{near.Distance}" : "")}";
        }
    }

    private static IEnumerable<string> GetFasta(BedtoolsFlags flags)
    {
        using var genome = flags.Fasta();
        var (byStrand, named, nameOnly, table) = (flags.Has("-s"), flags.Has("-name"), flags.Has("-nameOnly"), flags.Has("-tab"));
        List<string> lines = [];
        foreach (var record in flags.Bed("-bed").Where(r => r.Interval.Length > 0))
        {
            var place = record.Interval;
            var bases = new byte[place.Length];
            genome.Fetch(place.Contig, place.Start, place.End, bases);
            var text = Encoding.ASCII.GetString(bases);
            if (byStrand && place.Strand == Strand.Reverse) text = Alphabet.ReverseComplement(text);
            var sign = byStrand ? $"({place.Strand.Sign()})" : "";
            var name = nameOnly ? $"{record.Name}{sign}" : $"{(named ? record.Name + "::" : "")}{place.Contig}:{place.Start}-{place.End}{sign}";
            lines.AddRange(table ? [$"{name}\t{text}"] : [$">{name}", text]);
        }
        return lines;
    }

    private static IEnumerable<string> Jaccard(BedtoolsFlags flags)
    {
        var found = Coverage.Jaccard([.. flags.Bed("-a").Select(r => r.Interval)], [.. flags.Bed("-b").Select(r => r.Interval)]);
        yield return "intersection\tunion\tjaccard\tn_intersections";
        yield return string.Create(CultureInfo.InvariantCulture, $"{found.Intersection}\t{found.Union}\t{found.Value.ToString("G6", CultureInfo.InvariantCulture)}\t{found.Pieces}");
    }

    private static IEnumerable<string> Coverages(BedtoolsFlags flags)
    {
        var index = Index(flags.Bed("-b"));
        var rule = flags.Overlap();
        var countsOnly = flags.Has("-counts");
        foreach (var record in flags.Bed("-a"))
        {
            var found = Coverage.Of(record.Interval, index, rule);
            yield return countsOnly ? $"{Line(record)}\t{found.Overlaps}"
                : string.Create(CultureInfo.InvariantCulture, $"{Line(record)}\t{found.Overlaps}\t{found.Covered}\t{found.Length}\t{found.Fraction:0.0000000}");
        }
    }

    private static IEnumerable<string> MakeWindows(BedtoolsFlags flags)
    {
        var size = (long)flags.Number("-w");
        var step = (long)flags.Number("-s", size);
        var whole = flags.Has("-b") ? flags.Bed("-b").Select(r => r.Interval) : Contigs(flags.Genome());
        return whole.SelectMany(interval => Tiling.Windows(interval, size, step)).Select(Place);
    }

    private static IEnumerable<GenomicInterval> Contigs(ContigLengths genome) => genome.Names.Select((name, i) => new GenomicInterval(name, 0, genome[i]));

    private static IEnumerable<string> Sort(BedtoolsFlags flags)
    {
        var records = flags.Bed("-i");
        return IntervalOrder.Sort([.. records.Select(r => r.Interval)]).Select(i => Line(records[i]));
    }

    private static IntervalIndex Index(IReadOnlyList<BedRecord> records) => new([.. records.Select(r => r.Interval)]);

    private static string Place(GenomicInterval interval) => string.Create(CultureInfo.InvariantCulture, $"{interval.Contig}\t{interval.Start}\t{interval.End}");

    private static string Line(BedRecord record) => string.Join('\t', record.Columns);

    private static string Line(BedRecord record, GenomicInterval interval) => string.Join('\t', record.Columns.Skip(3).Prepend(Place(interval)));

    /// <summary>What stands for a record that is not there.</summary>
    private static string Nothing(IReadOnlyList<BedRecord> records)
    {
        string[] empty = [".", "-1", "-1", ".", "-1", "."];
        return string.Join('\t', empty.Take(records.Count == 0 ? 3 : records[0].Columns.Count));
    }
}
