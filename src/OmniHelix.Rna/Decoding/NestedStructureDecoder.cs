using System.Numerics;
using System.Runtime.InteropServices;

namespace OmniHelix.Rna.Decoding;

/// <summary>
/// The best nested structure for class probabilities per base, found exactly by dynamic programming over intervals (Nussinov and Jacobson
/// 1980), here with helix states, so that lone pairs can be left out, and the sparse candidate lists of Wexler, Zilberstein and Ziv-Ukelson
/// (2007). O(L³) at worst, O(L·candidates) in practice; 4·L² bytes.
/// </summary>
/// <remarks>
/// Scores are relative to the unpaired structure, so that only pairs count. <c>best[i,j]</c> is the best score of bases i…j;
/// <c>stacked[i,j]</c> the best when (i,j) pair and (i−1,j+1) pair too. Of equally good structures the one with base i unpaired, and
/// otherwise the nearest partner, is taken, from the 5' end on: the result is the same on every machine.
/// </remarks>
public static class NestedStructureDecoder
{
    /// <summary>Longest sequence: its tables take 400 MB.</summary>
    public const int MaximumLength = 10_000;

    /// <summary>Decodes one sequence.</summary>
    /// <param name="sequence">Bases, any case.</param>
    /// <param name="probabilities"><c>[length, 3]</c>, row by row: probability of <c>(</c>, <c>)</c> and <c>.</c></param>
    /// <param name="options">Defaults when null.</param>
    /// <exception cref="OmniException">
    /// OH1820 when the shapes differ or the sequence is too long, OH1821 when a row is no probability distribution.
    /// </exception>
    /// <exception cref="UsageException">OH1822 for an option out of range.</exception>
    public static SecondaryStructure Decode(
        ReadOnlySpan<char> sequence, ReadOnlySpan<float> probabilities, NestedDecodingOptions? options = null)
    {
        options ??= new NestedDecodingOptions();
        options.Validate();
        SideProbabilities.Check(sequence, probabilities);
        var (open, close) = PairWeights(probabilities, options);
        return new Tables(sequence, open, close, options).Traceback();
    }

    /// <summary>Per base, what opening or closing a pair gains over staying unpaired.</summary>
    private static (float[] Open, float[] Close) PairWeights(ReadOnlySpan<float> probabilities, NestedDecodingOptions options)
    {
        var n = probabilities.Length / 3;
        var open = new float[n];
        var close = new float[n];
        for (var i = 0; i < n; i++)
        {
            var row = probabilities.Slice(3 * i, 3);
            open[i] = Gain(row[0], row[2], options);
            close[i] = Gain(row[1], row[2], options);
        }
        return (open, close);
    }

    private static float Gain(float paired, float unpaired, NestedDecodingOptions options) =>
        options.Scoring == NestedScoring.LogProbability
            ? (float)(Math.Log(options.Gamma) + SideProbabilities.LogOdds(paired, unpaired))
            : (float)(options.Gamma * paired - unpaired);

    private sealed class Tables
    {
        private readonly int n;
        private readonly int minimumSpan;
        private readonly bool isolated;
        private readonly float[] open, close;
        private readonly char[] bases;
        private readonly bool canonicalOnly;

        // Row i holds the intervals i…j at index j − i + 1; index 0 is the empty interval.
        private readonly float[][] best;
        private readonly float[][] stacked;

        public Tables(ReadOnlySpan<char> sequence, float[] open, float[] close, NestedDecodingOptions options)
        {
            n = sequence.Length;
            minimumSpan = options.MinimumHairpinLoop + 1;
            isolated = options.AllowIsolatedPairs;
            this.open = open;
            this.close = close;
            bases = sequence.ToArray();
            canonicalOnly = options.CanonicalPairsOnly;
            best = new float[n + 1][];
            stacked = new float[n + 1][];
            best[n] = [0];
            stacked[n] = [float.NegativeInfinity];
            for (var i = n - 1; i >= 0; i--) FillRow(i);
        }

        private void FillRow(int i)
        {
            var row = best[i] = new float[n - i + 1];
            var below = best[i + 1];
            var stackedRow = stacked[i] = new float[n - i + 1];
            stackedRow.AsSpan().Fill(float.NegativeInfinity);
            below.AsSpan().CopyTo(row.AsSpan(1));
            for (var k = i + minimumSpan; k < n; k++)
            {
                if (!CanPair(i, k)) continue;
                var (helix, within) = Pair(i, k);
                stackedRow[k - i + 1] = within;
                // A pair no better than what i…k gives without it never helps a longer interval either.
                if (helix > row[k - i + 1]) RaiseRow(row.AsSpan(k - i + 1), best[k + 1], helix);
            }
        }

        /// <summary>Score of i…k with (i,k) paired, as outermost pair of its helix and as a pair stacked inside another.</summary>
        private (float Outermost, float Stacked) Pair(int i, int k)
        {
            var weight = open[i] + close[k];
            // The interval i+1…k−1 stands in row i+1 at k − i − 1; it is empty when no hairpin loop is asked for.
            var loop = best[i + 1][k - i - 1];
            var inner = stacked[i + 1][k - i - 1];
            var either = weight + Math.Max(loop, inner);
            return (isolated ? either : weight + inner, either);
        }

        private bool CanPair(int i, int k) => !canonicalOnly || BasePair.IsCanonical(bases[i], bases[k]);

        /// <summary><c>row[x] = max(row[x], helix + after[x])</c>.</summary>
        private static void RaiseRow(Span<float> row, ReadOnlySpan<float> after, float helix)
        {
            var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
            var afters = MemoryMarshal.Cast<float, Vector<float>>(after[..row.Length]);
            var added = new Vector<float>(helix);
            for (var v = 0; v < rows.Length; v++) rows[v] = Vector.Max(rows[v], added + afters[v]);
            for (var x = rows.Length * Vector<float>.Count; x < row.Length; x++) row[x] = Math.Max(row[x], helix + after[x]);
        }

        public SecondaryStructure Traceback()
        {
            var partners = new int[n];
            Array.Fill(partners, -1);
            var intervals = new Stack<(int From, int To)>();
            intervals.Push((0, n - 1));
            while (intervals.TryPop(out var interval))
            {
                var (i, j) = interval;
                while (i <= j && best[i][j - i + 1] == best[i + 1][j - i]) i++;
                if (i > j) continue;
                var k = Partner(i, j);
                intervals.Push((k + 1, j));
                intervals.Push(TraceHelix(i, k, partners));
            }
            return SecondaryStructure.FromMatched(partners);
        }

        private int Partner(int i, int j)
        {
            var target = best[i][j - i + 1];
            for (var k = i + minimumSpan; k <= j; k++)
                if (CanPair(i, k) && Pair(i, k).Outermost + best[k + 1][j - k] == target) return k;
            throw new InvalidOperationException($"The tables are inconsistent at {i}…{j}.");
        }

        /// <summary>Pairs the helix that begins with (i,k) and returns the interval its innermost pair encloses.</summary>
        private (int From, int To) TraceHelix(int i, int k, int[] partners)
        {
            for (var mustStack = !isolated; ; mustStack = false)
            {
                partners[i] = k;
                partners[k] = i;
                var loop = best[i + 1][k - i - 1];
                var inner = stacked[i + 1][k - i - 1];
                i++;
                k--;
                // Of equal scores one longer helix rather than two.
                if (!mustStack && inner < loop) return (i, k);
            }
        }
    }
}
