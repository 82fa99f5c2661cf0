using OmniHelix.Sequences.Fasta;

namespace OmniHelix.Bench;

/// <summary>
/// FASTA on one core (processor time): letters joined, made upper case, checked and packed into two bits, against a copy of the file and
/// <c>wc -l</c>.
/// </summary>
internal static class FastaBenchmark
{
    public static void Run()
    {
        using var files = new SequenceFiles();
        var path = files.Fasta(400);
        var copy = SequenceFiles.Copy(path);
        SequenceFiles.Print("fasta: copy of the file (reference)", path, copy, copy);
        SequenceFiles.Print("fasta: wc -l", path, SequenceFiles.CountLines(path), copy);
        SequenceFiles.Print("fasta: letters in pieces", path, Cpu(() => Pieces(path)), copy);
        SequenceFiles.Print("fasta: whole records", path, Cpu(() => Records(path)), copy);
    }

    private static double Cpu(Action action) => CpuTime.Least(() => CpuTime.Thread, action);

    private static void Pieces(string path)
    {
        using var fasta = FastaReader.Open(path);
        var letters = new byte[1 << 16];
        while (fasta.TryReadHeader())
        {
            while (fasta.ReadLetters(letters) > 0)
            {
            }
        }
    }

    private static void Records(string path)
    {
        using var fasta = FastaReader.Open(path);
        while (fasta.TryRead())
            if (fasta.Sequence.IsEmpty) throw new InvalidDataException();
    }
}
