using System.Diagnostics;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Bench;

/// <summary>
/// Genomes of 300 people, two haplotypes each, from one VCF of a megabase, written to disk: against writing as many bytes of nothing (the
/// limit of machine and file system), and against <c>bcftools consensus</c> once for each person and haplotype, where it is installed (a
/// few are run and the time is multiplied).
/// </summary>
internal static class ConsensusBenchmark
{
    private const int PeerPeople = 5, Rounds = 4;

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix-bench-");
        try
        {
            Run(folder.CreateSubdirectory("substitutions").FullName, indels: false);
            Run(folder.CreateSubdirectory("all").FullName, indels: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(string folder, bool indels)
    {
        var title = $"consensus{(indels ? " with indels" : "")}";
        var own = double.MaxValue;
        var limit = double.MaxValue;
        PersonalHaplotypeReport[] haplotypes = [];
        var bytes = 0L;
        // In turn, because the file system's pace changes from one second to the next. Nothing is deleted between: ext4 avoids inodes that
        // were freed just now.
        for (var round = 0; round < Rounds; round++)
        {
            own = Math.Min(own, Time(() => haplotypes = [.. Write(Path.Combine(folder, $"own{round}"), indels)]));
            bytes = haplotypes.Sum(h => new FileInfo(h.Path).Length);
            var size = (int)(bytes / haplotypes.Length);
            limit = Math.Min(limit, Time(() => WriteNothing(Path.Combine(folder, $"limit{round}"), haplotypes.Length, size)));
        }
        Console.WriteLine($"{title}: {haplotypes.Length} haplotypes, {bytes / 1e6:f0} MB in {own:f3} s = {bytes / own / 1e9:f2} GB/s; "
            + $"limit {limit:f3} s, own : limit {own / limit:f2}; working set {Environment.WorkingSet / 1e6:f0} MB");
        string[] people = [.. haplotypes.Select(h => h.Person).Distinct().Take(PeerPeople)];
        if (Peer(folder, people, indels) is not { } peer) return;
        var all = peer * haplotypes.Length;
        Console.WriteLine($"{title}: bcftools {all:f1} s for all ({peer:f3} s each), own is {all / own:f0} times faster");
    }

    private static IReadOnlyList<PersonalHaplotypeReport> Write(string folder, bool indels)
    {
        var request = new PersonalConsensusRequest
        {
            Reference = PersonalSample.Reference,
            Variants = PersonalSample.Vcf,
            Output = folder,
            Indels = indels,
        };
        return PersonalConsensus.Write(request).Haplotypes;
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
            for (var at = 0; at < bytes; at += buffer.Length)
                RandomAccess.Write(handle, buffer.AsSpan(0, Math.Min(buffer.Length, bytes - at)), at);
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
                string[] haplotype = ["-s", person, "-H", $"{h}pIu"];
                Start("bcftools", ["consensus", "-f", plain, .. haplotype, .. filter, "-o", Path.Combine(folder, "peer.fa"), vcf]);
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
