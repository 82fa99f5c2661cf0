using OmniHelix.Sequences.Bgzf;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Bench;

/// <summary>Compressed FASTQ: parsing it against the decompressor alone, for one gzip member and for BGZF on one and on two threads. Rates are of decompressed bytes.</summary>
internal static class GzipBenchmark
{
    public static void Run()
    {
        using var files = new SequenceFiles();
        var plain = files.Fastq(200);
        var size = new FileInfo(plain).Length;
        var gzip = SequenceFiles.Gzip(plain);
        var bgzf = SequenceFiles.Bgzf(plain);

        var bytes = File.ReadAllBytes(gzip);
        var alone = Machine.Best(1, () => Inflate(bytes));
        SequenceFiles.Print("gzip: ISA-L alone, in memory (reference)", size, alone, alone);
        SequenceFiles.Print("gzip: .NET's GZipStream", size, Machine.Best(1, () => Framework(gzip)), alone);
        SequenceFiles.Print("gzip: FASTQ records, 1 thread", size, Machine.Best(1, () => FastqBenchmark.Read(gzip, 1)), alone);
        SequenceFiles.Print("gzip: FASTQ records, 2 threads", size, Machine.Best(1, () => FastqBenchmark.Read(gzip, 2)), alone);

        bytes = File.ReadAllBytes(bgzf);
        alone = Machine.Best(1, () => InflateBlocks(bytes));
        SequenceFiles.Print("bgzf: libdeflate alone, in memory (reference)", size, alone, alone);
        foreach (var threads in new[] { 1, 2 })
            SequenceFiles.Print($"bgzf: FASTQ records, {threads} thread(s)", size, Machine.Best(1, () => FastqBenchmark.Read(bgzf, threads)), alone);
    }

    private static void Inflate(byte[] gzip)
    {
        var inflater = new IsaInflater();
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

    private static void InflateBlocks(byte[] bgzf)
    {
        using var decompressor = new DeflateDecompressor();
        var output = new byte[GzipHeader.MaximumBlock];
        for (var at = 0; at < bgzf.Length;)
        {
            if (GzipHeader.Read(bgzf.AsSpan(at), out var header) != GzipHeaderRead.Complete) throw new InvalidDataException();
            var block = bgzf.AsSpan(at, header.BlockSize);
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
