using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>How the labels of the characters under one token become the label of the token.</summary>
public enum LabelProjection
{
    /// <summary>The label of the first character.</summary>
    First,

    /// <summary>The most frequent label; of equal counts the one that comes first.</summary>
    Majority,
}

/// <summary>Carries labels from characters to tokens, for any tokenizer.</summary>
public static class LabelProjector
{
    /// <summary>Label of tokens that carry none, ignored by losses and metrics.</summary>
    public const int Ignored = -100;

    /// <summary>Class labels of tokens; special tokens get <see cref="Ignored"/>.</summary>
    /// <param name="perCharacter">One class per character of the sequence, <see cref="Ignored"/> allowed.</param>
    /// <param name="spans">Characters of each token.</param>
    /// <param name="perToken">Receives one class per token.</param>
    /// <param name="projection">Rule for tokens of several characters.</param>
    public static void ToTokens(
        ReadOnlySpan<int> perCharacter,
        ReadOnlySpan<TokenSpan> spans,
        Span<int> perToken,
        LabelProjection projection = LabelProjection.First)
    {
        for (var t = 0; t < spans.Length; t++)
        {
            var span = spans[t];
            perToken[t] = span.Length switch
            {
                0 => Ignored,
                1 => perCharacter[span.Start],
                _ when projection == LabelProjection.First => perCharacter[span.Start],
                _ => MostFrequent(perCharacter[span.Start..span.End]),
            };
        }
    }

    /// <summary>Mean of the values of each token's characters; NaN marks characters without a value and tokens without any.</summary>
    /// <param name="perCharacter"><c>[characters, width]</c>, row after row.</param>
    /// <param name="width">Values per character.</param>
    /// <param name="spans">Characters of each token.</param>
    /// <param name="perToken"><c>[tokens, width]</c>.</param>
    public static void MeanToTokens(ReadOnlySpan<float> perCharacter, int width, ReadOnlySpan<TokenSpan> spans, Span<float> perToken)
    {
        for (var t = 0; t < spans.Length; t++)
            for (var column = 0; column < width; column++)
            {
                var (sum, n) = (0.0, 0);
                for (var c = spans[t].Start; c < spans[t].End; c++)
                {
                    var value = perCharacter[c * width + column];
                    if (float.IsNaN(value)) continue;
                    sum += value;
                    n++;
                }
                perToken[t * width + column] = n == 0 ? float.NaN : (float)(sum / n);
            }
    }

    private static int MostFrequent(ReadOnlySpan<int> labels)
    {
        var (best, bestCount) = (Ignored, 0);
        foreach (var candidate in labels)
        {
            if (candidate == Ignored) continue;
            var count = labels.Count(candidate);
            if (count > bestCount) (best, bestCount) = (candidate, count);
        }
        return best;
    }
}
