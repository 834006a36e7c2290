import os, mine
from mine import A as B, C
HERE = os.path.dirname(os.path.abspath(__file__))
NAME = 'a' "b" f'{B}/{{x}}' r'\d' """long
text"""
SITEURL = os.environ.get('URL', 'https://wherry.example')
L = [1, -2, *('c', 'd')] + [x for x in B]
D = {'k': {'x': None}, **{'l': True}, 'f': lambda a, b: a}
D['k']['y'] = L[1:-1]
D.update(z='%s-%d' % ('a', 3), w='{}{n}'.format(1, n=2))
L.append(('a', D['k']))
if not DEBUG and D == 'x' or 2 > 1: PATH = 'content'
elif C:
    PATH = 'z'
else:
    PATH = NAME.upper().replace('A', 'b')
try:
    from other import E
except ImportError:
    E = 'no' if C else 'yes'
def f(): C = 1
ARTICLE_URL = '{date:%Y}/{slug}/'
FILENAME_METADATA = r'(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>.*)'
DEFAULT_PAGINATION = 2 * 5 + int('8') // 3 % 2
