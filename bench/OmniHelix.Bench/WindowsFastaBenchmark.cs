using System.Globalization;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Bgzf;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Bench;

/// <summary>
/// Random 64-kb windows a second out of an indexed genome of 250 Mb, 60 bases a line, plain and BGZF, beside the plain copy of as many bytes from memory: the machine's limit, since every
/// window has to be written somewhere.
/// </summary>
internal static class WindowsFastaBenchmark
{
    private const int Contigs = 4, ContigLength = 62_500_000, Window = 64_000, Count = 20_000;

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix-bench-").FullName;
        try
        {
            var (plain, bgzf) = Write(folder);
            var whole = File.ReadAllBytes(plain);
            foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                var copy = PerSecond(threads, Count, (place, window) => whole.AsSpan((int)(place % (whole.Length - Window)), Window).CopyTo(window));
                Report("plain", plain, threads, Count, copy);
                Report("bgzf", bgzf, threads, Count / 20, copy);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static void Report(string kind, string path, int threads, int count, double copy)
    {
        using var genome = ReferenceGenome.Open(path);
        var names = genome.Contigs.ToArray();
        var own = PerSecond(threads, count, (place, window) =>
        {
            var start = (long)(place / Contigs % (ContigLength - Window));
            genome.Fetch(names[place % Contigs], start, start + Window, window);
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"windows-fasta {kind}, {threads} thread{(threads == 1 ? "" : "s")}: {own:#,0} windows/s ({own * Window / 1e9:0.00} GB/s), memcpy {copy:#,0}/s, own : memcpy = {own / copy:0.00}"));
    }

    private static double PerSecond(int threads, int count, Action<ulong, byte[]> cut)
    {
        var buffers = Enumerable.Range(0, threads).Select(_ => new byte[Window]).ToArray();
        var seconds = Machine.Best(2, () => Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            var random = new Xoshiro256(7, thread);
            for (var i = thread; i < count; i += threads) cut(random.NextUInt64() >> 1, buffers[thread]);
        }));
        return count / seconds;
    }

    private static (string Plain, string Bgzf) Write(string folder)
    {
        var (plain, bgzf) = (Path.Combine(folder, "g.fa"), Path.Combine(folder, "g.fa.gz"));
        var random = new Xoshiro256(1);
        var bases = new byte[ContigLength];
        for (var i = 0; i < bases.Length; i++) bases[i] = (byte)"ACGT"[random.Next(4)];
        foreach (var path in (string[])[plain, bgzf])
            FastaWriter.Write(path, fasta =>
            {
                for (var c = 0; c < Contigs; c++) fasta.Write($"chr{c + 1}", bases);
            });
        using (var file = BgzfFile.Open(bgzf)) GziIndex.Build(file).Write(bgzf + ".gzi");
        foreach (var path in (string[])[plain, bgzf]) IndexedSequenceFile.BuildIndex(path).Index.Write(FaidxIndex.PathFor(path));
        return (plain, bgzf);
    }
}
