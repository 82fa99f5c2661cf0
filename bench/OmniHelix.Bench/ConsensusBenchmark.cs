using System.Diagnostics;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Bench;

/// <summary>
/// Genomes of 300 people, two haplotypes each, from one VCF of a megabase, written to disk: against writing as many bytes of nothing (the limit of machine and file system), and against
/// <c>bcftools consensus</c> once for each person and haplotype, where it is installed (a few are run and the time is multiplied).
/// </summary>
internal static class ConsensusBenchmark
{
    private const int PeerPeople = 5, Rounds = 4;

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix-bench-").FullName;
        try
        {
            Run(folder);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static void Run(string folder)
    {
        var (haplotypes, runs) = (0, 0);
        var bytes = 0L;
        IReadOnlyList<string> people = [];
        foreach (var indels in new[] { false, true })
        {
            // In turn, because the file system's pace changes from one second to the next. Nothing is deleted between: ext4 avoids inodes that were freed just now.
            var (own, limit) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                own = Math.Min(own, Time(() =>
                {
                    var report = PersonalConsensus.Write(new PersonalConsensusRequest { Reference = PersonalSample.Reference, Variants = PersonalSample.Vcf, Output = Path.Combine(folder, $"own{runs++}"), Indels = indels });
                    haplotypes = report.Haplotypes.Count;
                    people = [.. report.Haplotypes.Select(h => h.Person).Distinct()];
                    bytes = report.Haplotypes.Sum(h => new FileInfo(h.Path).Length);
                }));
                limit = Math.Min(limit, Time(() => WriteNothing(Path.Combine(folder, $"limit{runs++}"), haplotypes, (int)(bytes / haplotypes))));
            }
            Console.WriteLine($"consensus{(indels ? " with indels" : "")}: {haplotypes} haplotypes, {bytes / 1e6:f0} MB in {own:f3} s = {bytes / own / 1e9:f2} GB/s; limit {limit:f3} s, own : limit {own / limit:f2}; working set {Environment.WorkingSet / 1e6:f0} MB");
            if (Peer(folder, [.. people.Take(PeerPeople)], indels) is { } peer)
                Console.WriteLine($"consensus{(indels ? " with indels" : "")}: bcftools {peer * haplotypes:f1} s for all ({peer:f3} s each), own is {peer * haplotypes / own:f0} times faster");
        }
    }

    private static double Time(Action action)
    {
        // What was written before must not be on its way to the disk meanwhile.
        Start("sync", []);
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void WriteNothing(string folder, int files, int bytes)
    {
        Directory.CreateDirectory(folder);
        Parallel.For(0, files, () => new byte[1 << 18], (i, _, buffer) =>
        {
            using var handle = File.OpenHandle(Path.Combine(folder, $"{i}"), FileMode.CreateNew, FileAccess.Write);
            for (var at = 0; at < bytes; at += buffer.Length) RandomAccess.Write(handle, buffer.AsSpan(0, Math.Min(buffer.Length, bytes - at)), at);
            return buffer;
        }, _ => { });
    }

    /// <summary>Seconds for one haplotype; null without bcftools.</summary>
    private static double? Peer(string folder, IReadOnlyList<string> people, bool indels)
    {
        var plain = Path.Combine(folder, "ref.fa");
        PersonalSample.Decompress(plain);
        var vcf = Path.Combine(folder, "calls.vcf.gz");
        File.Copy(PersonalSample.Vcf, vcf, overwrite: true);
        if (!Start("bcftools", ["index", "-f", "-t", vcf])) return null;
        var start = Stopwatch.GetTimestamp();
        foreach (var person in people)
            for (var h = 1; h <= 2; h++)
            {
                string[] filter = indels ? [] : ["-i", "type=\"snp\""];
                Start("bcftools", ["consensus", "-f", plain, "-s", person, "-H", $"{h}pIu", .. filter, "-o", Path.Combine(folder, "peer.fa"), vcf]);
            }
        return Stopwatch.GetElapsedTime(start).TotalSeconds / (2 * people.Count);
    }

    private static bool Start(string program, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
