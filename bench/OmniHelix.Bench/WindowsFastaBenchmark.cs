using System.Globalization;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Bench;

/// <summary>
/// Random 64-kb windows a second out of an indexed genome of 250 Mb, 60 bases a line, plain and BGZF, beside the plain copy of as many bytes from memory: the machine's limit, since every
/// window has to be written somewhere.
/// </summary>
internal static class WindowsFastaBenchmark
{
    private const int Window = 64_000, Count = 20_000;

    public static void Run()
    {
        using var files = new SequenceFiles();
        var plain = files.Fasta(megabytes: 250);
        var bgzf = SequenceFiles.Bgzf(plain);
        var whole = File.ReadAllBytes(plain);
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            var copy = PerSecond(threads, Count, (random, window) => whole.AsSpan(random.Next(whole.Length - Window), Window).CopyTo(window));
            Report("plain", plain, threads, Count, copy);
            Report("bgzf", bgzf, threads, Count / 20, copy);
        }
    }

    private static void Report(string kind, string path, int threads, int count, double copy)
    {
        using var genome = ReferenceGenome.Open(path);
        var names = genome.Contigs.ToArray();
        var length = (int)names.Min(genome.LengthOf);
        var own = PerSecond(threads, count, (random, window) =>
        {
            var start = random.Next(length - Window);
            genome.Fetch(names[random.Next(names.Length)], start, start + Window, window);
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"windows-fasta {kind}, {threads} thread{(threads == 1 ? "" : "s")}: {own:#,0} windows/s ({own * Window / 1e9:0.00} GB/s), memcpy {copy:#,0}/s, own : memcpy = {own / copy:0.00}"));
    }

    private static double PerSecond(int threads, int count, Action<Xoshiro256, byte[]> cut)
    {
        var buffers = Enumerable.Range(0, threads).Select(_ => new byte[Window]).ToArray();
        var seconds = Machine.Best(2, () => Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            var random = new Xoshiro256(7, thread);
            for (var i = thread; i < count; i += threads) cut(random, buffers[thread]);
        }));
        return count / seconds;
    }
}
