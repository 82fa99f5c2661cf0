using System.Diagnostics;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Bench;

/// <summary>64-kb windows of people out of variants in memory, against the same windows of the reference.</summary>
internal static class WindowsPersonalBenchmark
{
    private const int Length = 64_000;
    private const int Windows = 20_000;
    private const int Starts = 200;

    // Deletions make a contig shorter.
    private const int Slack = 4_000;

    public static void Run()
    {
        using var folder = new TemporaryReference();
        using var reference = ReferenceGenome.Open(folder.Path);
        var contig = reference.Contigs[0];
        var last = (int)(reference.LengthOf(contig) - Length - Slack);
        var starts = Enumerable.Range(0, Starts).Select(i => (long)i * last / Starts).ToArray();
        var plain = Rate(_ => reference, contig, starts);
        Console.WriteLine($"windows-personal: reference {plain:f0} windows/s");
        foreach (var indels in new[] { false, true })
        {
            var start = Stopwatch.GetTimestamp();
            var genomes = PersonalGenome.Load(reference, PersonalSample.Vcf, new PersonalGenomeOptions { Indels = indels });
            var load = Stopwatch.GetElapsedTime(start).TotalSeconds;
            PersonalHaplotype[] haplotypes =
                [.. from person in genomes.People from number in new[] { 1, 2 } select genomes.Haplotype(person, number)];
            // Sequences with indels are put together once, when they are first asked for.
            foreach (var haplotype in haplotypes) haplotype.LengthOf(contig);
            var rate = Rate(i => haplotypes[i % haplotypes.Length], contig, starts);
            var title = $"windows-personal{(indels ? " with indels" : "")}: {genomes.People.Count} people loaded in {load:f3} s";
            var rates = $"{rate:f0} windows/s on one thread = {rate * Length / 1e9:f2} Gb/s, {rate / plain:f2} of the reference's";
            Console.WriteLine($"{title}; {rates}");
        }
    }

    private static double Rate(Func<int, ISequenceSource> source, string contig, long[] starts)
    {
        var window = new byte[Length];
        var sum = 0L;
        var seconds = Machine.Best(1, () =>
        {
            for (var i = 0; i < Windows; i++)
            {
                var start = starts[i * 7 % starts.Length];
                source(i).Fetch(contig, start, start + Length, window);
                sum += window[100];
            }
        });
        if (sum == 0) throw new InvalidDataException();
        return Windows / seconds;
    }

    private sealed class TemporaryReference : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("omnihelix-bench-").FullName;

        public TemporaryReference() => PersonalSample.Decompress(Path);

        public string Path => System.IO.Path.Combine(folder, "ref.fa");

        public void Dispose() => Directory.Delete(folder, true);
    }
}
