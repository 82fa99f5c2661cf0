using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Bench;

/// <summary>
/// Compressed FASTQ: parsing it against the decompressor alone, for one gzip member and for BGZF. Rates are of decompressed bytes. With two
/// threads the records are parsed while others decompress; "per core" is what those others cost, "elapsed" needs an idle machine.
/// </summary>
internal static class GzipBenchmark
{
    public static void Run()
    {
        using var files = new SequenceFiles();
        var plain = files.Fastq(200);
        var gzip = SequenceFiles.Gzip(plain);
        var bgzf = SequenceFiles.Bgzf(plain);
        Compare("gzip", "ISA-L", plain, gzip, Inflate);
        var whole = Cpu(() => WholeMember(gzip, (int)new FileInfo(plain).Length));
        SequenceFiles.Print("gzip: .NET's GZipStream, per core (reference: libdeflate)", plain, Cpu(() => Framework(gzip)), whole);
        Compare("bgzf", "libdeflate", plain, bgzf, InflateBlocks);
        var blocks = File.ReadAllBytes(bgzf);
        var one = Machine.Best(1, () => InflateBlocks(blocks));
        var two = Machine.Best(1, () => InflateHalves(blocks));
        SequenceFiles.Print("bgzf: libdeflate alone in memory, 2 threads, elapsed (reference: 1 thread)", plain, two, one);
    }

    private static void Compare(string kind, string decompressor, string plain, string path, Action<byte[]> inflate)
    {
        var bytes = File.ReadAllBytes(path);
        var alone = Cpu(() => inflate(bytes));
        SequenceFiles.Print($"{kind}: {decompressor} alone in memory, per core (reference)", plain, alone, alone);
        SequenceFiles.Print($"{kind}: FASTQ records, 1 thread, per core", plain, Cpu(() => FastqBenchmark.Read(path, 1)), alone);
        var others = CpuTime.Least(() => CpuTime.Process - CpuTime.Thread, () => FastqBenchmark.Read(path, 2));
        SequenceFiles.Print($"{kind}: FASTQ records, 2 threads, per core", plain, others, alone);
        var elapsed = Machine.Best(1, () => inflate(bytes));
        foreach (var threads in new[] { 1, 2 })
        {
            var reading = Machine.Best(1, () => FastqBenchmark.Read(path, threads));
            SequenceFiles.Print($"{kind}: FASTQ records, {threads} thread(s), elapsed", plain, reading, elapsed);
        }
    }

    private static double Cpu(Action action) => CpuTime.Least(() => CpuTime.Thread, action);

    private static void Inflate(byte[] gzip)
    {
        var inflater = IsaInflater.Create();
        if (GzipHeader.Read(gzip, out var header) != GzipHeaderRead.Complete) throw new InvalidDataException();
        inflater.Start();
        var output = new byte[1 << 20];
        for (var at = header.Length; ;)
        {
            var step = inflater.Step(gzip.AsSpan(at), output, out var read, out _);
            at += read;
            if (step == InflateStep.Corrupt) throw new InvalidDataException();
            if (step == InflateStep.Finished) return;
        }
    }

    // What a member costs that fits in memory twice.
    private static void WholeMember(string gzip, int length)
    {
        using var decompressor = new DeflateDecompressor();
        var bytes = File.ReadAllBytes(gzip);
        if (GzipHeader.Read(bytes, out var header) != GzipHeaderRead.Complete) throw new InvalidDataException();
        var deflate = bytes.AsSpan(header.Length..^GzipHeader.TrailerLength);
        if (!decompressor.TryDecompress(deflate, new byte[length])) throw new InvalidDataException();
    }

    private static void InflateBlocks(byte[] bgzf) => InflateBlocks(bgzf, 0, 1);

    // What two cores of this machine can do at most.
    private static void InflateHalves(byte[] bgzf) => Parallel.For(0, 2, half => InflateBlocks(bgzf, half, 2));

    private static void InflateBlocks(byte[] bgzf, int first, int step)
    {
        using var decompressor = new DeflateDecompressor();
        var output = new byte[GzipHeader.MaximumBlock];
        for (int at = 0, number = 0; at < bgzf.Length; number++)
        {
            if (GzipHeader.Read(bgzf.AsSpan(at), out var header) != GzipHeaderRead.Complete) throw new InvalidDataException();
            var block = bgzf.AsSpan(at, header.BlockSize);
            if (number % step == first)
                BgzfBlock.Decompress(decompressor, block, output.AsSpan(0, BgzfBlock.ClaimedLength(block, "", at)), "", at);
            at += header.BlockSize;
        }
    }

    private static void Framework(string path)
    {
        using var gzip = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        while (gzip.Read(buffer) > 0)
        {
        }
    }
}
