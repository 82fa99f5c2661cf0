namespace OmniHelix.Tokenizers.Training;

/// <summary>The logarithmic derivative of the gamma function, for positive arguments.</summary>
internal static class Digamma
{
    /// <summary>ψ(x), by ψ(x) = ψ(x + 1) − 1/x up to 7 and the asymptotic series around x − ½ from there.</summary>
    public static double Of(double x)
    {
        var below = 0.0;
        for (; x < 7; x++) below += 1 / x;
        x -= 0.5;
        var square = 1 / (x * x);
        var fourth = square * square;
        return Math.Log(x) + square / 24 - fourth * 7 / 960 + fourth * square * 31 / 8064 - fourth * fourth * 127 / 30720 - below;
    }
}
