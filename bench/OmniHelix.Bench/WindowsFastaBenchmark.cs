using System.Globalization;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Bench;

/// <summary>
/// Random 64-kb windows a second out of an indexed genome of 250 Mb, 60 bases a line, plain and BGZF, beside the plain copy of as many
/// bytes from memory: the machine's limit, since every window has to be written somewhere. BGZF once with a cache that holds the genome,
/// and once with one that holds a sixteenth of it, beside libdeflate alone on as many blocks as the windows touch.
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
        var blocks = Blocks(bgzf);
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            var last = whole.Length - Window;
            var copy = PerSecond(threads, Count, (random, window) => whole.AsSpan(random.Next(last), Window).CopyTo(window));
            Report("plain", plain, threads, Count, 0, (copy, "memcpy"));
            Report("bgzf, cached", bgzf, threads, Count, 512L << 20, (copy, "memcpy"));
            Report("bgzf, cache of 16 MiB", bgzf, threads, Count / 10, 16L << 20, (Inflated(blocks, threads), "libdeflate alone"));
        }
    }

    private static void Report(string kind, string path, int threads, int count, long cacheBytes, (double PerSecond, string Name) limit)
    {
        using var genome = ReferenceGenome.Open(path, cacheBytes: cacheBytes);
        var names = genome.Contigs.ToArray();
        var length = (int)names.Min(genome.LengthOf);
        var own = PerSecond(threads, count, (random, window) =>
        {
            var start = random.Next(length - Window);
            genome.Fetch(names[random.Next(names.Length)], start, start + Window, window);
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"windows-fasta {kind}, {threads} thread{(threads == 1 ? "" : "s")}: {own:#,0} windows/s ({own * Window / 1e9:0.00} GB/s), "
            + $"{limit.Name} {limit.PerSecond:#,0}/s, own : {limit.Name} = {own / limit.PerSecond:0.00}"));
    }

    /// <summary>
    /// Windows a second if nothing but decompression took time: a window of 64 kb touches as many blocks as it has bytes with line ends,
    /// and one.
    /// </summary>
    private static double Inflated(List<(byte[] Deflate, int Length)> blocks, int threads)
    {
        var touched = 1 + Window / 60 * 61 / blocks.Average(b => (double)b.Length);
        var decompressors = Enumerable.Range(0, threads).Select(_ => new DeflateDecompressor()).ToArray();
        var seconds = OnThreads(threads, thread =>
        {
            var content = new byte[1 << 16];
            for (var i = thread; i < blocks.Count; i += threads)
            {
                var (deflate, length) = blocks[i];
                if (!decompressors[thread].TryDecompress(deflate, content.AsSpan(0, length))) throw new InvalidDataException();
            }
        });
        foreach (var decompressor in decompressors) decompressor.Dispose();
        return blocks.Count / seconds / touched;
    }

    private static List<(byte[] Deflate, int Length)> Blocks(string path)
    {
        using var file = BgzfFile.Open(path);
        using var stream = File.OpenRead(path);
        var blocks = new List<(byte[], int)>();
        foreach (var block in file.Blocks().Take(4_000))
        {
            var raw = new byte[block.Size];
            stream.ReadExactly(raw);
            // Headers of BGZF have 18 bytes, checksum and length 8.
            blocks.Add((raw[18..^8], block.UncompressedSize));
        }
        return blocks;
    }

    private static double PerSecond(int threads, int count, Action<Xoshiro256, byte[]> cut)
    {
        var buffers = Enumerable.Range(0, threads).Select(_ => new byte[Window]).ToArray();
        return count / OnThreads(threads, thread =>
        {
            var random = new Xoshiro256(7, thread);
            for (var i = thread; i < count; i += threads) cut(random, buffers[thread]);
        });
    }

    private static double OnThreads(int threads, Action<int> action)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        return Machine.Best(2, () => Parallel.For(0, threads, options, action));
    }
}
