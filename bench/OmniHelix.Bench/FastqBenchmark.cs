using OmniHelix.Sequences.Fastq;

namespace OmniHelix.Bench;

/// <summary>
/// FASTQ on one core (processor time): records with sequence and qualities checked, against a copy of the file and <c>wc -l</c>.
/// </summary>
internal static class FastqBenchmark
{
    public static void Run()
    {
        using var files = new SequenceFiles();
        var path = files.Fastq(400);
        var copy = SequenceFiles.Copy(path);
        SequenceFiles.Print("fastq: copy of the file (reference)", path, copy, copy);
        SequenceFiles.Print("fastq: wc -l", path, SequenceFiles.CountLines(path), copy);
        SequenceFiles.Print("fastq: records", path, CpuTime.Least(() => CpuTime.Thread, () => Read(path)), copy);
    }

    internal static void Read(string path, int threads = 0)
    {
        using var fastq = FastqReader.Open(path, threads);
        while (fastq.TryRead())
            if (fastq.Sequence.Length != fastq.Quality.Length) throw new InvalidDataException();
    }
}
