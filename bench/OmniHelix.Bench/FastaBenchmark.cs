using OmniHelix.Sequences;
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
        SequenceFiles.Print("fasta: letters in pieces", path, Cpu(() => Pieces(path, pack: false)), copy);
        SequenceFiles.Print("fasta: letters in pieces, upper, checked, 2-bit", path, Cpu(() => Pieces(path, pack: true)), copy);
        SequenceFiles.Print("fasta: whole records", path, Cpu(() => Records(path)), copy);
    }

    private static double Cpu(Action action) => CpuTime.Least(() => CpuTime.Thread, action);

    private static void Pieces(string path, bool pack)
    {
        using var fasta = FastaReader.Open(path);
        var letters = new byte[1 << 16];
        var packed = new byte[1 << 14];
        while (fasta.TryReadHeader())
        {
            for (int n; (n = fasta.ReadLetters(letters)) > 0;)
            {
                var wrong = pack ? TwoBitSequence.PackUpper(letters.AsSpan(0, n), packed, LetterSet.IupacDna) : -1;
                if (wrong >= 0) throw new InvalidDataException();
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
