using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Bench;

/// <summary>Files of generated sequences in a folder of their own, and what reading them costs at least.</summary>
internal sealed class SequenceFiles : IDisposable
{
    private const int ReadSize = 1 << 18;
    private readonly string folder = Directory.CreateTempSubdirectory("omnihelix-bench-").FullName;

    /// <summary>Ten contigs in lines of 60 letters, one in a hundred an N or in lower case.</summary>
    public string Fasta(int megabytes) => Write("genome.fa", (stream, random) =>
    {
        var line = new byte[61];
        for (var contig = 0; contig < 10; contig++)
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes($">chr{contig + 1} generated\n"));
            for (var i = 0; i < megabytes * 100_000L / line.Length; i++)
            {
                for (var j = 0; j < 60; j++) line[j] = "ACGTACGTACGTACGTACGTACGTACGTNacg"u8[random.Next(32)];
                line[60] = (byte)'\n';
                stream.Write(line);
            }
        }
    });

    /// <summary>Reads of 150 bases with qualities as current machines bin them.</summary>
    public string Fastq(int megabytes) => Write("reads.fq", (stream, random) =>
    {
        var genome = new byte[1 << 21];
        for (var i = 0; i < genome.Length; i++) genome[i] = "ACGT"u8[random.Next(4)];
        var quality = new byte[150];
        for (long written = 0, read = 0; written < megabytes * 1_000_000L; read++)
        {
            var head = System.Text.Encoding.ASCII.GetBytes($"@A00{read % 7}:{random.Next(2000)}:{random.Next(30000)}:{read} 1:N:0\n");
            for (var i = 0; i < quality.Length; i++) quality[i] = "FFFFFFFFFFFFF:,#"u8[random.Next(16)];
            stream.Write(head);
            stream.Write(genome.AsSpan(random.Next(genome.Length - 150), 150));
            stream.Write("\n+\n"u8);
            stream.Write(quality);
            stream.WriteByte((byte)'\n');
            written += head.Length + 304;
        }
    });

    /// <summary>The same bytes as one gzip member.</summary>
    public static string Gzip(string path)
    {
        using (var from = File.OpenRead(path))
        using (var to = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Optimal)) from.CopyTo(to);
        return path + ".gz";
    }

    /// <summary>The same bytes as BGZF.</summary>
    public static string Bgzf(string path)
    {
        using (var from = File.OpenRead(path))
        using (var to = new BgzfWriter(File.Create(path + ".bgz"))) from.CopyTo(to);
        return path + ".bgz";
    }

    /// <summary>Copies the file into a buffer that stays in the cache: no reader can be faster.</summary>
    public static double Copy(string path) => CpuTime.Least(() => CpuTime.Thread, () =>
    {
        using var handle = File.OpenHandle(path);
        var buffer = new byte[ReadSize];
        long at = 0;
        for (int n; (n = RandomAccess.Read(handle, buffer, at)) > 0;) at += n;
    });

    /// <summary>Seconds of <c>wc -l</c>, without its start.</summary>
    public static double CountLines(string path) => CountWithStart(path) - CountWithStart("/dev/null");

    /// <summary>One line of results.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="path">Uncompressed bytes are this file's.</param>
    /// <param name="seconds">Its time.</param>
    /// <param name="reference">The time it is compared with.</param>
    public static void Print(string what, string path, double seconds, double reference) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-58} {new FileInfo(path).Length / seconds / 1e9,6:0.00} GB/s   {reference / seconds,5:0.00} of the reference"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static double CountWithStart(string path) => CpuTime.Least(() => CpuTime.EndedPrograms, () =>
    {
        using var wc = Process.Start(new ProcessStartInfo("wc", ["-l", path]) { RedirectStandardOutput = true })!;
        wc.WaitForExit();
    });

    private string Write(string name, Action<Stream, Xoshiro256> fill)
    {
        var path = Path.Combine(folder, name);
        using var stream = new BufferedStream(File.Create(path), 1 << 20);
        fill(stream, new Xoshiro256(1));
        return path;
    }
}
